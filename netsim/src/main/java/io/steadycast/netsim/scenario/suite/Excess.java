package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Target;
import io.steadycast.netsim.scenario.Target.Comparison;
import io.steadycast.netsim.scenario.Target.Reference;
import java.util.List;

/**
 * Pure. What is asked of a policy on links that freeze everybody now and then: of the time that B0 is frozen longer than the oracle at most 40 %, of the media rate
 * that B0 lacks at least half; and nowhere worse than B0.
 */
final class Excess {
    private static final String BASELINE = "B0";
    private static final String ORACLE = "B4";

    private Excess() {}

    static final List<Target> TOGETHER = List.of(
            new Target(Metric.FREEZE_RATE, Comparison.AT_MOST, new Reference.Between(ORACLE, BASELINE, 0.4)),
            new Target(Metric.MEDIA_RATE, Comparison.AT_LEAST, new Reference.Between(BASELINE, ORACLE, 0.5)));

    static final List<Target> EACH =
            List.of(new Target(Metric.FREEZE_RATE, Comparison.AT_MOST, new Reference.NotWorse(BASELINE, 0.1)));
}
