package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.file.Paths;
import java.util.ArrayList;
import java.util.List;

/** Every profile at every severity, or every recorded link of a folder: judged by what is frozen and shown beyond what the network itself forbids. */
final class OverseasSuite {
    static final String NAME = "overseas";
    static final String TITLE = "every profile at every severity, one viewer each";
    static final String TRACES_NAME = "traces";
    static final String TRACES_TITLE = "every recorded link of a folder (--traces FOLDER), one viewer each";

    private static final int SEEDS = 5;
    private static final int TRACE_SEEDS = 3;
    private static final long DURATION_NS = 60_000_000_000L;

    private OverseasSuite() {}

    static Suite make(Paths paths) {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : paths.profiles()) {
            scenarios.add(scenario(name, paths.profile(name)));
        }
        Pool all = new Pool("overseas", "mean over all profiles and severities", "", Excess.TOGETHER);
        return new Suite(NAME, TITLE, SEEDS, scenarios, List.of(all), List.of());
    }

    static Suite make(TraceFolder traces) {
        List<Scenario> scenarios = new ArrayList<>();
        for (PathChoice link : traces.links()) {
            scenarios.add(scenario(link.label(), link));
        }
        Pool all = new Pool("traces", "mean over all recorded links", "", Excess.TOGETHER);
        return new Suite(TRACES_NAME, TRACES_TITLE, TRACE_SEEDS, scenarios, List.of(all), traces.unread());
    }

    private static Scenario scenario(String name, PathChoice path) {
        Scenario.Cast cast = new Scenario.Cast(
                List.of(new Scenario.Host("host", Ladder.BROWSER, Conditions.LAB)),
                List.of(new Scenario.Viewer(0, path, Scenario.Stay.ALWAYS)),
                null);
        Scenario.Timing timing = new Scenario.Timing(DURATION_NS, 0);
        return new Scenario(name, path.label(), timing, cast, Scenario.SMOOTH_FIRST, Excess.EACH);
    }
}
