package io.steadycast.netsim.scenario;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scenario with all its policies.
 *
 * @param scenario what was run
 * @param reproduce the command that runs it again, without a policy
 * @param policies in the order asked for
 */
public record ScenarioOutcome(Scenario scenario, String reproduce, List<PolicyOutcome> policies) {
    public ScenarioOutcome {
        policies = List.copyOf(policies);
    }

    public @Nullable PolicyOutcome policy(String name) {
        for (PolicyOutcome outcome : policies) {
            if (outcome.policy().equals(name)) {
                return outcome;
            }
        }
        return null;
    }

    /** Every target of the scenario against every policy that is judged. */
    public List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (PolicyOutcome outcome : policies) {
            if (outcome.judged()) {
                for (Target target : scenario.targets()) {
                    verdicts.add(verdict(outcome, target));
                }
            }
        }
        return verdicts;
    }

    private Verdict verdict(PolicyOutcome outcome, Target target) {
        Summary value = outcome.summary(target.metric());
        PolicyOutcome baseline = policy(target.baseline());
        double baselineMean = baseline == null
                ? Double.NaN
                : baseline.summary(target.metric()).mean();
        double bound = target.bound(baselineMean);
        Verdict.Status status = Double.isNaN(value.mean()) || Double.isNaN(bound)
                ? Verdict.Status.NOT_MEASURED
                : target.comparison().holds(value.mean(), bound) ? Verdict.Status.MET : Verdict.Status.MISSED;
        return new Verdict(outcome.policy(), target, bound, value, status);
    }

    /** The command that runs one policy of it again. */
    public String reproduce(String policyName) {
        return reproduce + " --policy " + policyName;
    }
}
