package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.scenario.Target.Comparison;
import io.steadycast.netsim.scenario.Target.Reference;
import org.junit.jupiter.api.Test;

final class TargetTest {
    private static final Target SHARE =
            new Target(Metric.MEDIA_RATE, Comparison.AT_LEAST, new Reference.ReachableOr(900, "B4", 0.9));

    @Test
    void aShareOfCapacityThatTheOracleCannotReachIsNotAskedFor() {
        assertThat(SHARE.bound(1_200)).isEqualTo(900);
        assertThat(SHARE.bound(400)).isEqualTo(360);
        assertThat(SHARE.bound(Double.NaN)).isNaN();
        assertThat(SHARE.baseline()).isEqualTo("B4");
    }

    @Test
    void relativeBoundsFollowTheBaseline() {
        Target fewer = new Target(Metric.FREEZE_COUNT, Comparison.AT_MOST, new Reference.Times("B0", 0.4));
        assertThat(fewer.bound(10)).isEqualTo(4);
        assertThat(fewer.text()).isEqualTo("freeze-count <= 40 % of B0's");
        Target more = new Target(Metric.ALPHARTC, Comparison.AT_LEAST, new Reference.Plus("B0", 5));
        assertThat(more.bound(60)).isEqualTo(65);
        assertThat(more.text()).isEqualTo("alphartc >= B0's + 5");
        assertThat(Target.atMost(Metric.DELAY_P95, 350).text()).isEqualTo("delay-p95 <= 350 ms");
    }
}
