package io.steadycast.netsim.scenario.file;

import io.steadycast.netsim.scenario.Scenario;
import java.util.List;

/**
 * What a scenario file says.
 *
 * @param scenario to be run
 * @param policies to be compared, empty if it names none
 * @param seeds how many, 0 if it does not say
 */
public record ScenarioFile(Scenario scenario, List<String> policies, int seeds) {
    public ScenarioFile {
        policies = List.copyOf(policies);
    }
}
