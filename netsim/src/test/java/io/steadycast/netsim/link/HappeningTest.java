package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Policer;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.Stalls;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.link.spec.TimedEvent.When;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What events do to packets, one kind after the other. */
final class HappeningTest {
    private static final DirectionSpec MEGABIT =
            Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)).withQueue(QueueSpec.dropTail(50_000));

    /** 10 packets a second of 1,250 bytes, 10 ms each. */
    private static Rig sparse(DirectionSpec spec, TimedEvent... events) {
        var rig = new Rig(Rig.seed(61), PathSpec.PLAIN.withUp(spec).withEvents(events));
        rig.steady(2 * SECOND_NS, 100 * MS, 1_250);
        rig.until(10 * SECOND_NS);
        assertThat(rig.conserved()).isTrue();
        return rig;
    }

    private static List<Long> outMs(Rig rig) {
        return rig.out.stream().map(one -> one.outNs() / MS).toList();
    }

    @Test
    void anOutageMakesPacketsWait() {
        Rig rig = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.Outage(Span.ofMs(300))));
        assertThat(rig.dropped).isEmpty();
        assertThat(outMs(rig).subList(0, 8)).containsExactly(10L, 110L, 210L, 560L, 570L, 580L, 610L, 710L);
    }

    @Test
    void aBlackholeSwallows() {
        Rig rig = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.Blackhole(Span.ofMs(300))));
        assertThat(outMs(rig).subList(0, 5)).containsExactly(10L, 110L, 210L, 610L, 710L);
        assertThat(rig.dropped).hasSize(3).allMatch(one -> one.fate() == Fate.BLACKHOLE);
    }

    @Test
    void aHandoverHoldsAndBursts() {
        Rig rig = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.Handover(Span.ofMs(300), 0)));
        assertThat(outMs(rig).subList(0, 7)).containsExactly(10L, 110L, 210L, 550L, 550L, 550L, 610L);
        assertThat(rig.out.get(3).state() & PacketFate.HELD).isNotZero();
        Rig losing = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.Handover(Span.ofMs(300), 1)));
        assertThat(losing.dropped).hasSize(3).allMatch(one -> one.fate() == Fate.HANDOVER);
    }

    @Test
    void aStallHoldsWithoutLoss() {
        var rig = new Rig(Rig.seed(62), MEGABIT.withStalls(new Stalls(30, Span.ofMs(100, 250))));
        rig.steady(600 * SECOND_NS, 20 * MS, 200);
        rig.until(601 * SECOND_NS);
        assertThat(rig.dropped).isEmpty();
        assertThat(rig.out).hasSize(30_000);
        long stalls = 0;
        for (int i = 1; i < rig.out.size(); i++) {
            stalls += rig.out.get(i).outNs() - rig.out.get(i - 1).outNs() > 90 * MS ? 1 : 0;
        }
        // 300 expected, Poisson.
        assertThat(stalls).isBetween(230L, 360L);
        assertThat(rig.out).allMatch(one -> one.takenNs() <= 520 * MS);
    }

    @Test
    void theBaseStepsForAWhile() {
        Rig rig = sparse(
                MEGABIT,
                TimedEvent.atMs(250, Direction.DOWN, new Happening.BaseDelayStep(60 * MS, false, Span.ofMs(300))));
        assertThat(outMs(rig).subList(0, 7)).containsExactly(10L, 110L, 210L, 340L, 440L, 540L, 610L);
    }

    @Test
    void ratesStepAndScale() {
        Rig step = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.RateStep(200_000, Span.ofMs(100))));
        assertThat(outMs(step).subList(2, 4)).containsExactly(210L, 350L);
        Rig factor = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.RateFactor(0.2, Span.ofMs(100))));
        assertThat(outMs(factor)).isEqualTo(outMs(step));
    }

    @Test
    void lossForAWhile() {
        Rig rig = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.LossFor(1, Span.ofMs(300))));
        assertThat(rig.dropped).hasSize(3).allMatch(one -> one.fate() == Fate.LOST);
    }

    @Test
    void mtuAndFirewall() {
        DirectionSpec v6 = DirectionSpec.PLAIN.withFraming(io.steadycast.netsim.link.spec.Framing.IPV6);
        var rig = new Rig(1, PathSpec.PLAIN.withUp(v6).withMtu(1_280));
        rig.offer(1_232);
        rig.offer(1_233);
        assertThat(rig.link.poll(rig.nowNs)).isEqualTo(0);
        assertThat(rig.dropped).hasSize(1).allMatch(one -> one.fate() == Fate.MTU);
        Rig blocked = sparse(MEGABIT, TimedEvent.atMs(250, Direction.UP, new Happening.UdpBlocked(Span.FOREVER)));
        assertThat(blocked.out).hasSize(3);
        assertThat(blocked.dropped).hasSize(17).allMatch(one -> one.fate() == Fate.UDP_BLOCKED);
    }

    @Test
    void flowsAreCutAfterTheirShare() {
        var cut = new Happening.FlowCut(16_384, 12, Span.FOREVER);
        Rig packets = sparse(MEGABIT, TimedEvent.atMs(0, Direction.UP, cut));
        assertThat(packets.out).hasSize(12);
        var rig = new Rig(1, PathSpec.PLAIN.withUp(MEGABIT).withEvents(TimedEvent.atMs(0, Direction.UP, cut)));
        for (int i = 0; i < 6; i++) {
            rig.link.offer(rig.nowNs, 0L, 4_000, 1);
            rig.link.offer(rig.nowNs, 1L, 4_000, 2);
        }
        rig.until(SECOND_NS);
        assertThat(rig.out).hasSize(8);
        assertThat(rig.dropped).hasSize(4).allMatch(one -> one.fate() == Fate.FLOW_CUT);
    }

    @Test
    void thePolicerLetsABurstPassAndThenItsRate() {
        var rig = new Rig(1, Rig.payloadOnly().withPolicer(new Policer(2_000_000, 250_000)));
        rig.steady(10 * SECOND_NS, MS, 1_000);
        // 8 Mbit/s offered: the bucket's 250 kB and 2 Mbit/s pass.
        assertThat(rig.link.counters().deliveredBytes()).isBetween(2_748_000L, 2_751_000L);
        long before = rig.link.counters().deliveredBytes();
        rig.until(20 * SECOND_NS);
        rig.steady(20 * SECOND_NS + 100 * MS, MS, 2_000);
        assertThat(rig.link.counters().deliveredBytes() - before).isEqualTo(200_000);
    }

    @Test
    void timesAreKept() {
        var every = new TimedEvent(
                new When.Every(SECOND_NS, 2 * SECOND_NS, 500 * MS),
                0.5,
                Direction.UP,
                new Happening.Blackhole(Span.ofMs(100)));
        var draws = Draws.of(Rig.seed(63), Draws.Purpose.EVENT, 0);
        var occurrences = new Occurrences(every, BaseDelay.ZERO, 0, draws);
        int count = 0;
        while (occurrences.startNs() < 2_000 * SECOND_NS) {
            long within = (occurrences.startNs() - SECOND_NS) % (2 * SECOND_NS);
            assertThat(within).isBetween(0L, 500 * MS);
            count++;
            occurrences.next();
        }
        assertThat(count).isBetween(430, 570);
        var poisson = new TimedEvent(
                new When.Poisson(20 * SECOND_NS), 1, Direction.UP, new Happening.Blackhole(Span.ofMs(100)));
        var random = new Occurrences(poisson, BaseDelay.ZERO, 0, Draws.of(Rig.seed(64), Draws.Purpose.EVENT, 0));
        int happened = 0;
        while (random.startNs() < 20_000 * SECOND_NS) {
            happened++;
            random.next();
        }
        assertThat(happened).isBetween(880, 1_120);
    }

    @Test
    void byHandItHappensNowAndEndsByHand() {
        var rig = new Rig(1, MEGABIT);
        rig.until(SECOND_NS);
        rig.link.happen(rig.nowNs, new Happening.Outage(Span.FOREVER));
        rig.offer(1_250);
        rig.until(3 * SECOND_NS);
        assertThat(rig.out).isEmpty();
        assertThat(rig.link.capacityBps()).isZero();
        rig.link.calm(rig.nowNs);
        rig.until(4 * SECOND_NS);
        assertThat(outMs(rig)).containsExactly(3_010L);
        rig.link.happen(rig.nowNs, new Happening.Handover(Span.ofMs(200), 0));
        rig.offer(1_250);
        rig.until(5 * SECOND_NS);
        assertThat(outMs(rig)).containsExactly(3_010L, 4_200L);
    }
}
