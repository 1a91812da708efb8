package io.steadycast.netsim.scenario;

import java.util.List;
import java.util.function.Function;

/**
 * What is to be run: every scenario with every policy and every seed.
 *
 * @param title of the report
 * @param scenarios to be run
 * @param reproduce from a scenario's name to the command that runs it again, without a policy
 * @param policies names of those asked for; what targets compare with is run as well
 * @param seeds the same for all
 */
public record Plan(
        String title,
        List<Scenario> scenarios,
        Function<String, String> reproduce,
        List<String> policies,
        Seeds seeds) {
    /** First and how many. */
    public record Seeds(long first, int count) {}

    public Plan {
        scenarios = List.copyOf(scenarios);
        policies = List.copyOf(policies);
    }
}
