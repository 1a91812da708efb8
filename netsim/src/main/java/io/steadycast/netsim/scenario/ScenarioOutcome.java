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
    /** One seed has no interval, and shows nothing seed by seed. */
    private static final int PAIRS = 2;

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
                    // Nobody is compared with itself.
                    if (!target.paired().equals(outcome.policy())) {
                        verdicts.add(verdict(outcome, target));
                    }
                }
            }
        }
        return verdicts;
    }

    private Verdict verdict(PolicyOutcome outcome, Target target) {
        Summary value = outcome.summary(target.metric());
        double bound = target.bound(name -> mean(name, target.metric()));
        Summary difference = difference(outcome, target);
        PolicyOutcome bestOfAll = policy(Runner.ORACLE);
        Summary oracle = bestOfAll == null || outcome.policy().equals(Runner.ORACLE)
                ? Summary.NONE
                : bestOfAll.summary(target.metric());
        Verdict.Status status = status(target, value, bound, difference);
        if (status == Verdict.Status.MISSED && bestOfAll != null && oracle.count() > 0) {
            boolean reachable = target.holds(oracle.mean(), bound, difference(bestOfAll, target));
            status = reachable ? Verdict.Status.MISSED : Verdict.Status.IMPOSSIBLE;
        }
        return new Verdict(outcome.policy(), target, bound, value, status, new Verdict.Evidence(difference, oracle));
    }

    private static Verdict.Status status(Target target, Summary value, double bound, Summary difference) {
        boolean unknown = Double.isNaN(value.mean()) || Double.isNaN(bound);
        if (unknown || (!target.paired().isEmpty() && difference.count() < PAIRS)) {
            return Verdict.Status.NOT_MEASURED;
        }
        return target.holds(value.mean(), bound, difference) ? Verdict.Status.MET : Verdict.Status.MISSED;
    }

    private double mean(String name, Metric metric) {
        PolicyOutcome baseline = policy(name);
        return baseline == null ? Double.NaN : baseline.summary(metric).mean();
    }

    private Summary difference(PolicyOutcome outcome, Target target) {
        PolicyOutcome baseline = policy(target.paired());
        return baseline == null
                ? Summary.NONE
                : Summary.ofDifferences(outcome.bySeed(target.metric()), baseline.bySeed(target.metric()));
    }

    /** The command that runs one policy of it again. */
    public String reproduce(String policyName) {
        return reproduce + " --policy " + policyName;
    }
}
