package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.scenario.Target.Comparison;
import io.steadycast.netsim.scenario.Target.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetTest {
    private static final Target SHARE =
            new Target(Metric.MEDIA_RATE, Comparison.AT_LEAST, new Reference.ReachableOr(900, "B4", 0.9));

    @Test
    void aShareOfCapacityThatTheOracleCannotReachIsNotAskedFor() {
        assertThat(SHARE.bound(name -> 1_200)).isEqualTo(900);
        assertThat(SHARE.bound(name -> 400)).isEqualTo(360);
        assertThat(SHARE.bound(name -> Double.NaN)).isNaN();
        assertThat(SHARE.baselines()).containsExactly("B4");
    }

    @Test
    void relativeBoundsFollowTheBaseline() {
        Target fewer = new Target(Metric.FREEZE_COUNT, Comparison.AT_MOST, new Reference.Times("B0", 0.4));
        assertThat(fewer.bound(name -> 10)).isEqualTo(4);
        assertThat(fewer.text()).isEqualTo("freeze-count <= 40 % of B0's");
        Target more = new Target(Metric.ALPHARTC, Comparison.AT_LEAST, new Reference.Plus("B0", 5));
        assertThat(more.bound(name -> 60)).isEqualTo(65);
        assertThat(more.text()).isEqualTo("alphartc >= B0's + 5");
        assertThat(Target.atMost(Metric.DELAY_P95, 350).text()).isEqualTo("delay-p95 <= 350 ms");
    }

    /** Sixty per cent less than B0's excess over the oracle, and half of the way from B0 to the oracle. */
    @Test
    void betweenTwoBaselines() {
        Target excess = new Target(Metric.FREEZE_RATE, Comparison.AT_MOST, new Reference.Between("B4", "B0", 0.4));
        assertThat(excess.baselines()).containsExactly("B4", "B0");
        assertThat(excess.bound(name -> name.equals("B4") ? 2 : 12)).isCloseTo(6, within(1e-9));
        Target gap = new Target(Metric.MEDIA_RATE, Comparison.AT_LEAST, new Reference.Between("B0", "B4", 0.5));
        assertThat(gap.bound(name -> name.equals("B4") ? 1_000 : 600)).isCloseTo(800, within(1e-9));
    }

    @Test
    void whoBeatsSomebodyDoesSoSeedBySeed() {
        Target beats = new Target(Metric.STALL_200, Comparison.AT_MOST, new Reference.Beats("B1", 0.1));
        // Common seeds: each a little better, although seeds differ by much more.
        assertThat(status(beats, "mine", new double[] {4, 8, 1}, "B1", new double[] {5, 9.2, 2.1}))
                .isEqualTo(Verdict.Status.MET);
        // Better in the mean, and that by one lucky seed.
        assertThat(status(beats, "mine", new double[] {4, 8, 1}, "B1", new double[] {3.9, 7.9, 9}))
                .isEqualTo(Verdict.Status.MISSED);
        // Nothing left to improve.
        assertThat(status(beats, "mine", new double[] {0, 0, 0}, "B1", new double[] {0, 0, 0}))
                .isEqualTo(Verdict.Status.MET);
    }

    @Test
    void oneSeedShowsNothingSeedBySeed() {
        for (Reference reference : List.of(new Reference.Beats("B1", 0.1), new Reference.NotWorse("B1", 0.1))) {
            Target target = new Target(Metric.STALL_200, Comparison.AT_MOST, reference);
            assertThat(status(target, "mine", new double[] {1}, "B1", new double[] {5}))
                    .isEqualTo(Verdict.Status.NOT_MEASURED);
        }
    }

    @Test
    void worseIsOnlyWhatTheWholeIntervalSaysIsWorse() {
        Target notWorse = new Target(Metric.FREEZE_RATE, Comparison.AT_MOST, new Reference.NotWorse("B0", 0.1));
        assertThat(status(notWorse, "mine", new double[] {1.5, 1.6, 1.4}, "B0", new double[] {1, 1.1, 0.9}))
                .isEqualTo(Verdict.Status.MISSED);
        assertThat(status(notWorse, "mine", new double[] {1, 5, 1}, "B0", new double[] {1, 1, 1}))
                .isEqualTo(Verdict.Status.MET);
    }

    @Test
    void whatNotEvenTheOracleMeetsIsNoMiss() {
        Target tight = Target.atMost(Metric.STALL_200, 0.5);
        assertThat(status(tight, "mine", new double[] {3, 3}, "B4", new double[] {1, 1}))
                .isEqualTo(Verdict.Status.IMPOSSIBLE);
        assertThat(status(tight, "mine", new double[] {3, 3}, "B4", new double[] {0.4, 0.4}))
                .isEqualTo(Verdict.Status.MISSED);
    }

    private static Verdict.Status status(Target target, String mine, double[] values, String other, double[] others) {
        Scenario scenario = new Scenario(
                "s",
                "",
                new Scenario.Timing(1, 0),
                new Scenario.Cast(List.of(), List.of(), null),
                Scenario.SMOOTH_FIRST,
                List.of(target));
        ScenarioOutcome outcome = new ScenarioOutcome(
                scenario,
                "",
                List.of(policy(mine, true, target.metric(), values), policy(other, false, target.metric(), others)));
        List<Verdict> verdicts = outcome.verdicts();
        assertThat(verdicts).hasSize(1);
        return verdicts.getFirst().status();
    }

    private static PolicyOutcome policy(String name, boolean judged, Metric metric, double[] values) {
        List<RunResult> runs = new ArrayList<>();
        for (double value : values) {
            MetricValues one = new MetricValues.Builder().set(metric, value).build();
            runs.add(new RunResult(
                    runs.size() + 1, one, List.of(one), FirstViewer.NONE, new RunResult.Ending("", 0, List.of())));
        }
        return new PolicyOutcome(name, judged, runs);
    }
}
