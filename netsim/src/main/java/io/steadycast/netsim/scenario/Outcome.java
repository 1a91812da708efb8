package io.steadycast.netsim.scenario;

import java.util.List;

/**
 * Everything that a command found out: what reports are made of.
 *
 * @param title of the report
 * @param command as it was given
 * @param scenarios in the order in which they were asked for
 * @param notRun what should have been run too and was not, and why
 */
public record Outcome(String title, String command, List<ScenarioOutcome> scenarios, List<String> notRun) {
    public Outcome {
        scenarios = List.copyOf(scenarios);
        notRun = List.copyOf(notRun);
    }

    public boolean missed() {
        for (ScenarioOutcome outcome : scenarios) {
            for (Verdict verdict : outcome.verdicts()) {
                if (verdict.status() == Verdict.Status.MISSED) {
                    return true;
                }
            }
        }
        return failed();
    }

    /** Whether the engine called something its own bug. */
    public boolean failed() {
        return scenarios.stream()
                .flatMap(outcome -> outcome.policies().stream())
                .flatMap(policy -> policy.runs().stream())
                .anyMatch(run -> !run.ending().errors().isEmpty());
    }
}
