package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.scenario.FirstViewer;
import io.steadycast.netsim.scenario.MetricValues;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scenarios that are judged together: their mean, seed by seed.
 *
 * @param name of the group
 * @param title one line for a reader
 * @param prefix of the scenarios' names
 * @param targets that the mean must meet
 */
public record Pool(String name, String title, String prefix, List<Target> targets) {
    public Pool {
        targets = List.copyOf(targets);
    }

    /** One outcome more, null if none of these scenarios was run. */
    public @Nullable ScenarioOutcome of(List<ScenarioOutcome> all, String reproduce) {
        List<ScenarioOutcome> mine = all.stream()
                .filter(outcome -> outcome.scenario().name().startsWith(prefix))
                .toList();
        if (mine.isEmpty()) {
            return null;
        }
        Scenario first = mine.getFirst().scenario();
        Scenario scenario = new Scenario(name, title, first.timing(), first.cast(), first.quality(), targets);
        List<PolicyOutcome> policies = new ArrayList<>();
        for (PolicyOutcome policy : mine.getFirst().policies()) {
            policies.add(pooled(policy, mine));
        }
        return new ScenarioOutcome(scenario, reproduce, policies);
    }

    private static PolicyOutcome pooled(PolicyOutcome policy, List<ScenarioOutcome> mine) {
        List<RunResult> runs = new ArrayList<>();
        for (int i = 0; i < policy.runs().size(); i++) {
            List<MetricValues> means = new ArrayList<>();
            for (ScenarioOutcome outcome : mine) {
                PolicyOutcome same = outcome.policy(policy.policy());
                if (same != null && i < same.runs().size()) {
                    means.add(same.runs().get(i).mean());
                }
            }
            RunResult run = policy.runs().get(i);
            // What went wrong is told by the scenario in which it did.
            RunResult.Ending ending = new RunResult.Ending("", 0, List.of());
            runs.add(new RunResult(run.seed(), MetricValues.mean(means), means, FirstViewer.NONE, ending));
        }
        return new PolicyOutcome(policy.policy(), policy.judged(), runs);
    }
}
