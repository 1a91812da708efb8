package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.scenario.Scenario;
import java.util.List;

/**
 * A suite, ready to be run.
 *
 * @param name on the command line
 * @param title one line for a reader
 * @param seeds how many unless told otherwise
 * @param scenarios in their order
 * @param pools groups that are judged together as well
 * @param notRun what belongs to it and cannot be run here, and why
 */
public record Suite(
        String name, String title, int seeds, List<Scenario> scenarios, List<Pool> pools, List<String> notRun) {
    public Suite {
        scenarios = List.copyOf(scenarios);
        pools = List.copyOf(pools);
        notRun = List.copyOf(notRun);
    }
}
