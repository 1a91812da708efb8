package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.file.Paths;
import java.util.ArrayList;
import java.util.List;

/** Every profile at every severity. It sets no targets: it is there to be looked at. */
final class OverseasSuite {
    static final String NAME = "overseas";
    static final String TITLE = "every profile at every severity, one viewer each";

    private static final int SEEDS = 5;
    private static final long DURATION_NS = 60_000_000_000L;

    private OverseasSuite() {}

    static Suite make(Paths paths) {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : paths.profiles()) {
            PathChoice path = paths.profile(name);
            Scenario.Cast cast = new Scenario.Cast(
                    List.of(new Scenario.Host("host", Ladder.BROWSER, Conditions.LAB)),
                    List.of(new Scenario.Viewer(0, path, Scenario.Stay.ALWAYS)),
                    null);
            scenarios.add(new Scenario(
                    name, path.label(), new Scenario.Timing(DURATION_NS, 0), cast, Scenario.SMOOTH_FIRST, List.of()));
        }
        return new Suite(NAME, TITLE, SEEDS, scenarios, List.of(), List.of());
    }
}
