package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Disorder;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Policer;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.QueueSpec.Discipline;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.Stalls;
import io.steadycast.netsim.link.spec.Stamps;
import io.steadycast.netsim.link.spec.TimedEvent;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing appears, nothing vanishes, no queue holds more than it may, and order is kept. */
final class ConservationTest {
    private static final int LIMIT_BYTES = 30_000;
    private static final int LIMIT_PACKETS = 25;

    static Stream<Discipline> disciplines() {
        return Stream.of(
                new Discipline.DropTail(),
                new Discipline.DropHead(),
                Discipline.CoDel.USUAL,
                new Discipline.FqCoDel(5 * MS, 100 * MS, 300, 16));
    }

    static DirectionSpec everything(Discipline discipline, Capacity capacity) {
        return DirectionSpec.PLAIN
                .withPolicer(new Policer(3_000_000, 40_000))
                .withEntryLoss(new Loss.Iid(0.01))
                .withQueue(new QueueSpec(LIMIT_BYTES, LIMIT_PACKETS, discipline))
                .withCapacity(capacity)
                .withLoss(new Loss.GilbertElliott(0.02, 80 * MS, 0.5, 0.3, 5 * MS), new Loss.Gilbert(0.01, 3))
                .withOwnDelay(20 * MS)
                .withExcess(new ExcessDelay.Lognormal(6 * MS, 45 * MS, 150 * MS))
                .withStalls(new Stalls(20, Span.ofMs(100, 250)))
                .withDisorder(new Disorder(0.01, 30 * MS, 0.01, 0.005));
    }

    static PathSpec eventful(DirectionSpec up) {
        return PathSpec.PLAIN
                .withUp(up)
                .withEvents(
                        TimedEvent.everyMs(5_000, Direction.BOTH, new Happening.Outage(Span.ofMs(100, 600))),
                        TimedEvent.everyMs(7_000, Direction.UP, new Happening.Blackhole(Span.ofMs(200))),
                        TimedEvent.everyMs(3_000, Direction.UP, new Happening.Handover(Span.ofMs(50, 80), 0.2)),
                        TimedEvent.everyMs(4_000, Direction.UP, new Happening.RateFactor(0.3, Span.ofMs(500))),
                        TimedEvent.everyMs(6_000, Direction.UP, new Happening.LossFor(0.1, Span.ofMs(300))),
                        TimedEvent.everyMs(9_000, Direction.UP, new Happening.Mtu(1_000, Span.ofMs(150))),
                        TimedEvent.everyMs(
                                8_000,
                                Direction.UP,
                                new Happening.Cross(new CrossTraffic.Cubic(2, 40 * MS), Span.ofMs(3_000))),
                        TimedEvent.everyMs(
                                11_000, Direction.UP, new Happening.BaseDelayStep(60 * MS, true, Span.ofMs(900))));
    }

    @ParameterizedTest
    @MethodSource("disciplines")
    void everyPacketIsAccountedForAtEveryTick(Discipline discipline) {
        run(discipline, new Capacity.Ar1(2_000_000, 300_000, 4_000_000, 500 * MS));
        run(discipline, new Capacity.Slotted(5 * MS, 2 * MS, 1_200));
        run(discipline, new Capacity.Opportunities(Stamps.ofMs(0, 4, 4, 9, 30, 31, 50), 1_504, AtEnd.MIRROR, true));
    }

    private void run(Discipline discipline, Capacity capacity) {
        long seed = Rig.seed(21);
        String about = Rig.reproduce(getClass(), "everyPacketIsAccountedForAtEveryTick", seed);
        var random = new SplittableRandom(seed);
        var rig = new Rig(seed, eventful(everything(discipline, capacity)));
        for (long atNs = 0; atNs < 60 * SECOND_NS; atNs += MS) {
            rig.until(atNs);
            for (int burst = random.nextInt(100) < 20 ? random.nextInt(8) : 0; burst > 0; burst--) {
                rig.link.offer(rig.nowNs, atNs, random.nextInt(60, 1_400), random.nextInt(5));
            }
            assertThat(rig.conserved()).as(about).isTrue();
            int waiting = rig.link.queuedPackets();
            assertThat(waiting).as(about).isLessThanOrEqualTo(LIMIT_PACKETS);
            assertThat(rig.link.queuedBytes()).as(about).isLessThanOrEqualTo(LIMIT_BYTES);
        }
        LinkCounters counters = rig.link.counters();
        for (Fate fate : new Fate[] {
            Fate.BLACKHOLE, Fate.POLICED, Fate.ENTRY_LOSS, Fate.LOST, Fate.HANDOVER, Fate.CORRUPTED, Fate.MTU
        }) {
            assertThat(counters.of(fate))
                    .as("%s %s, %s", fate, discipline, about)
                    .isPositive();
        }
        assertThat(counters.crossServed()).as(about).isGreaterThan(300);
        rig.until(200 * SECOND_NS);
    }

    @Test
    void jitterNeverTurnsPacketsAround() {
        long seed = Rig.seed(22);
        DirectionSpec spec = DirectionSpec.PLAIN
                .withLoss(new Loss.GilbertElliott(0.05, 20 * MS, 0.7, 1, 10 * MS))
                .withExcess(new ExcessDelay.Lognormal(5 * MS, 60 * MS, 20 * MS))
                .withStalls(new Stalls(30, Span.ofMs(100, 250)));
        var rig = new Rig(
                seed,
                PathSpec.PLAIN
                        .withUp(spec)
                        .withEvents(
                                TimedEvent.everyMs(
                                        500, Direction.UP, new Happening.BaseDelayStep(-50 * MS, true, Span.ofMs(200))),
                                TimedEvent.everyMs(
                                        700, Direction.UP, new Happening.Handover(Span.ofMs(20, 300), 0.1))));
        rig.steady(100 * SECOND_NS, 100_000, 1_000);
        rig.until(110 * SECOND_NS);
        assertThat(rig.out.size() + rig.dropped.size()).isEqualTo(1_000_000);
        long inversions = 0;
        for (int i = 1; i < rig.out.size(); i++) {
            Rig.Out before = rig.out.get(i - 1);
            Rig.Out after = rig.out.get(i);
            inversions += after.number() <= before.number() || after.outNs() < before.outNs() ? 1 : 0;
        }
        assertThat(inversions)
                .as(Rig.reproduce(getClass(), "jitterNeverTurnsPacketsAround", seed))
                .isZero();
        assertThat(rig.dropped.size()).isGreaterThan(20_000);
    }

    @Test
    void disorderIsAKnobOfItsOwn() {
        long seed = Rig.seed(23);
        var rig = new Rig(seed, DirectionSpec.PLAIN.withDisorder(new Disorder(0.02, 25 * MS, 0.03, 0.01)));
        rig.steady(100 * SECOND_NS, MS, 500);
        rig.until(101 * SECOND_NS);
        long late = rig.out.stream()
                .filter(one -> (one.state() & PacketFate.REORDERED) != 0)
                .filter(one -> one.takenNs() == 25 * MS)
                .count();
        assertThat(late / 100_000.0).isBetween(0.018, 0.022);
        assertThat(rig.link.counters().duplicated() / 100_000.0).isBetween(0.028, 0.032);
        assertThat(rig.link.counters().of(Fate.CORRUPTED) / 100_000.0).isBetween(0.009, 0.011);
    }
}
