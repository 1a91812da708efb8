package io.steadycast.netsim.scenario.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.Progress;
import io.steadycast.netsim.scenario.Runner;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle is judged by the rule that everybody is judged by, or it would be no bound. */
final class AlphaRtcBoundTest {
    private static final long DURATION_NS = 20_000_000_000L;
    private static final double LOST = 0.5;

    @Test
    void anIdealCodeRepairsThePictureAndNotTheLossOfTheScore() throws InterruptedException {
        List<Scenario> lossy = TargetsSuite.make(null).scenarios().stream()
                .filter(scenario -> scenario.name().equals("T15-loss_50"))
                .map(scenario -> scenario.withTargets(List.of()).withDuration(DURATION_NS))
                .toList();
        String again = "./steadycast netsim suite targets --only T15-loss_50 --policy B0,B4 --seeds 1 --duration 20s";
        Plan plan = new Plan("bound", lossy, name -> again, List.of("B0", "B4"), new Plan.Seeds(1, 1));
        ScenarioOutcome outcome = new Runner(2, Progress.NONE).run(plan).getFirst();
        for (PolicyOutcome policy : outcome.policies()) {
            assertThat(policy.summary(Metric.ALPHARTC_LOSS).mean())
                    .as("%s's points for loss; again: %s", policy.policy(), again)
                    .isCloseTo(30 * (1 - LOST), within(1.5));
        }
        PolicyOutcome oracle = outcome.policies().getLast();
        assertThat(oracle.summary(Metric.RESIDUAL_LOSS).mean()).isLessThan(0.5);
        double parts = oracle.summary(Metric.ALPHARTC_DELAY).mean()
                + oracle.summary(Metric.ALPHARTC_RATE).mean()
                + oracle.summary(Metric.ALPHARTC_LOSS).mean()
                + oracle.summary(Metric.ALPHARTC_VIDEO).mean();
        assertThat(oracle.summary(Metric.ALPHARTC).mean()).isCloseTo(parts + 10, within(1e-6));
    }
}
