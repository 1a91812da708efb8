package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import org.junit.jupiter.api.Test;

final class ForesightTest {
    /** What was foreseen is what a saturated link then delivers. */
    @Test
    void theFutureComesAsForeseen() {
        long seed = Rig.seed(91);
        DirectionSpec spec = Rig.payloadOnly()
                .withCapacity(new Capacity.Ar1(3_000_000, 500_000, 6_000_000, 2 * SECOND_NS))
                .withLoss(new Loss.GilbertElliott(0.05, 300 * MS, 0.5, 0.4, 0), new Loss.Iid(0.02));
        PathSpec path = PathSpec.PLAIN
                .withUp(spec)
                .withEvents(TimedEvent.everyMs(8_000, Direction.UP, new Happening.Outage(Span.ofMs(700))));
        var foresight = new Foresight(new Link.Start(Rig.ORIGIN_NS, seed), path, Direction.UP);
        double foreseen = foresight.goodputBps(Rig.ORIGIN_NS, Rig.ORIGIN_NS + 60 * SECOND_NS);
        var rig = new Rig(seed, path);
        rig.saturate(60 * SECOND_NS, 100_000, 1_200);
        double came = rig.outBytes(0, 60 * SECOND_NS) * 8 / 60.0;
        assertThat(came).as("seed %d", seed).isCloseTo(foreseen, within(foreseen * 0.03));
        for (int second = 0; second < 60; second += 5) {
            double then =
                    foresight.goodputBps(Rig.ORIGIN_NS + second * SECOND_NS, Rig.ORIGIN_NS + (second + 5) * SECOND_NS);
            double got = rig.outBytes(second * SECOND_NS, (second + 5) * SECOND_NS) * 8 / 5.0;
            assertThat(got).as("at %d s, seed %d", second, seed).isCloseTo(then, within(then * 0.15 + 50_000));
        }
    }

    @Test
    void anIdealCodeLosesNothingAndPaysForIt() {
        var rig = new Rig(
                Rig.seed(92),
                Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)).withLoss(0.25));
        rig.link.idealCode(true);
        rig.saturate(60 * SECOND_NS, 30_000, 1_250);
        assertThat(rig.dropped).isEmpty();
        assertThat(rig.outBytes(0, 60 * SECOND_NS) * 8 / 60e6).isBetween(0.73, 0.77);
        assertThat(rig.conserved()).isTrue();
        long again = rig.out.stream()
                .filter(one -> (one.state() & PacketFate.AGAIN) != 0)
                .count();
        assertThat(again / (double) rig.out.size()).as("brought back").isBetween(0.23, 0.27);
    }
}
