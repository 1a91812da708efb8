package io.steadycast.netsim.emulate.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ParameterTest {
    @ParameterizedTest
    @EnumSource(Parameter.class)
    void bothEndsOfEveryRangeCanBeSet(Parameter parameter) {
        for (double value : new double[] {parameter.min, parameter.max}) {
            PathSpec up = parameter.apply(PathSpec.PLAIN, true, value);
            PathSpec both = parameter.apply(up, false, value);
            assertThat(both.up().capacity()).isEqualTo(both.down().capacity());
        }
    }

    @Test
    void aNumberTakesThePlaceOfTheWholeProcess() {
        PathSpec rate = Parameter.RATE_KBPS.apply(PathSpec.PLAIN, false, 800);
        assertThat(rate.down().capacity()).isEqualTo(Capacity.ofKbps(800));
        assertThat(rate.up()).isEqualTo(PathSpec.PLAIN.up());
        assertThat(Parameter.RATE_KBPS.apply(rate, false, -1).down().capacity()).isEqualTo(Capacity.UNLIMITED);
        assertThat(Parameter.QUEUE_MS.apply(rate, false, 500).down().queue().limitBytes())
                .isEqualTo(50_000);
        PathSpec loss = Parameter.LOSS_PERCENT.apply(rate, false, 10);
        assertThat(loss.down().loss()).containsExactly(new Loss.Iid(0.1));
        assertThat(Parameter.LOSS_BURST_MS.apply(loss, false, 80).down().loss())
                .singleElement()
                .isInstanceOfSatisfying(Loss.GilbertElliott.class, bursts -> {
                    assertThat(bursts.meanBadNs()).isEqualTo(80_000_000L);
                    assertThat(bursts.p()).isEqualTo(0.1, org.assertj.core.data.Offset.offset(1e-12));
                });
        assertThat(Parameter.JITTER_MS.apply(rate, true, 0).up().excess()).isEqualTo(ExcessDelay.NONE);
    }
}
