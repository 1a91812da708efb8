package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How fast a link is, against the integral of its rate. */
final class RateTest {
    private static final int MTU_BYTES = 1_500;

    @ParameterizedTest
    @ValueSource(longs = {30_000, 1_000_000, 15_000_000, 333_333_333})
    void constantRatesAreExactToOnePacket(long rateBps) {
        assertFollows(new Capacity.Constant(rateBps));
    }

    @Test
    void wanderingRatesAreExactToOnePacket() {
        assertFollows(new Capacity.Ar1(6_000_000, 1_500_000, 12_000_000, 2 * SECOND_NS));
    }

    @Test
    void recordedRatesAreExactToOnePacket() {
        var steps = List.of(
                new Capacity.Step(200 * MS + 7, 1_000_000),
                new Capacity.Step(50 * MS, 0),
                new Capacity.Step(333 * MS, 7_777_777));
        assertFollows(new Capacity.Steps(steps, AtEnd.LOOP, false));
        assertFollows(new Capacity.Steps(steps, AtEnd.MIRROR, true));
        assertFollows(new Capacity.Steps(steps, AtEnd.HOLD, false));
    }

    /** At every departure of a saturated minute. */
    private static void assertFollows(Capacity capacity) {
        long seed = Rig.seed(11);
        var rig = new Rig(seed, Rig.payloadOnly().withCapacity(capacity));
        rig.saturate(60 * SECOND_NS, 200_000 + capacity.meanBps() / 500, MTU_BYTES);
        // The same process once more, integrated on its own.
        var process = (CapacityProcess.Fluid) CapacityProcess.of(
                capacity,
                Rig.ORIGIN_NS,
                LinkSeeds.of(seed, rig.link.path(), Direction.UP).own());
        long atNs = Rig.ORIGIN_NS;
        double bits = 0;
        long sent = 0;
        for (Rig.Out out : rig.out) {
            long departedNs = Rig.ORIGIN_NS + out.outNs();
            while (atNs < departedNs) {
                long rate = process.rateAt(atNs);
                long stepNs = Math.min(departedNs, process.untilNs()) - atNs;
                bits += (double) rate * stepNs / SECOND_NS;
                atNs += stepNs;
            }
            sent += out.lengthBytes();
            assertThat(Math.abs(sent - bits / 8))
                    .as("%s at %d ns, seed %d", capacity, out.outNs(), seed)
                    .isLessThanOrEqualTo(MTU_BYTES);
        }
        assertThat(rig.out).hasSizeGreaterThan(100);
    }

    /** What netem and others get wrong: packets in propagation do not take room in the queue. */
    @Test
    void aLongFatPathReachesItsRate() {
        DirectionSpec spec = Rig.payloadOnly()
                .withCapacity(Capacity.ofBps(15_000_000))
                .withQueue(QueueSpec.dropTail(500_000))
                .withOwnDelay(600 * MS);
        var rig = new Rig(1, spec);
        // Offered 2 % above the rate, as a sender that fills the path would.
        rig.steady(60 * SECOND_NS, MTU_BYTES * 8 * SECOND_NS / 15_300_000, MTU_BYTES);
        double share = rig.outBytes(SECOND_NS, 60 * SECOND_NS) * 8.0 / 59 / 15_000_000;
        System.out.printf("[netsim] 15 Mbit/s x 600 ms x 500 kB: %.3f %% of the rate%n", share * 100);
        assertThat(share).isBetween(0.995, 1.0001);
    }

    @Test
    void theLastPacketLeavesOnTimeWithNobodyBehindIt() {
        var rig = new Rig(
                1, Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)).withOwnDelay(3 * MS));
        rig.offer(1_250);
        rig.offerAt(500 * MS, 125);
        rig.until(2 * SECOND_NS);
        assertThat(rig.out).extracting(Rig.Out::outNs).containsExactly(10 * MS + 3 * MS, 501 * MS + 3 * MS);
    }

    /** 1 Mbit/s for 4 ms, nothing for 100 ms, then 2 Mbit/s: 4,000 of 10,000 bits are served, the rest takes 3 ms. */
    @Test
    void aRateThatChangesMidPacketKeepsWhatIsServed() {
        var rig = new Rig(1, Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)));
        rig.offer(1_250);
        rig.until(4 * MS);
        rig.link.change(rig.nowNs, Rig.payloadOnly().withCapacity(Capacity.ofBps(0)));
        rig.until(104 * MS);
        assertThat(rig.out).isEmpty();
        rig.link.change(rig.nowNs, Rig.payloadOnly().withCapacity(Capacity.ofBps(2_000_000)));
        rig.until(200 * MS);
        assertThat(rig.out).extracting(Rig.Out::outNs).containsExactly(107 * MS);
    }

    /** The same by a trace and by an event. */
    @Test
    void aPlannedChangeMidPacketKeepsWhatIsServed() {
        var steps = List.of(
                new Capacity.Step(4 * MS, 1_000_000),
                new Capacity.Step(100 * MS, 0),
                new Capacity.Step(SECOND_NS, 2_000_000));
        var traced = new Rig(1, Rig.payloadOnly().withCapacity(new Capacity.Steps(steps, AtEnd.HOLD, false)));
        traced.offer(1_250);
        traced.until(200 * MS);
        assertThat(traced.out).extracting(Rig.Out::outNs).containsExactly(107 * MS);
        var event =
                io.steadycast.netsim.link.spec.TimedEvent.atMs(4, Direction.UP, new Happening.Outage(Span.ofMs(100)));
        var held = new Rig(
                1,
                PathSpec.PLAIN
                        .withUp(Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)))
                        .withEvents(event));
        held.offer(1_250);
        held.until(200 * MS);
        assertThat(held.out).extracting(Rig.Out::outNs).containsExactly(110 * MS);
    }

    @Test
    void packetsThatWaitSurviveAChangeOfQueueAndServer() {
        var rig = new Rig(1, Rig.payloadOnly().withCapacity(Capacity.ofBps(1_000_000)));
        for (int i = 0; i < 10; i++) {
            rig.offer(1_250);
        }
        rig.until(15 * MS);
        DirectionSpec other = Rig.payloadOnly()
                .withCapacity(new Capacity.Slotted(10 * MS, 0, 2_500))
                .withQueue(new QueueSpec(2_500, 3, QueueSpec.Discipline.CoDel.USUAL));
        rig.link.change(rig.nowNs, other);
        assertThat(rig.link.queuedPackets()).isEqualTo(9);
        rig.until(SECOND_NS);
        assertThat(rig.out.size() + rig.dropped.size()).isEqualTo(10);
        assertThat(rig.dropped).allMatch(one -> one.fate() == Fate.QUEUE_AQM);
        // Half of the second packet was served: the grant of 20 ms ends it and one more, with the half of a third.
        assertThat(rig.out.get(1).outNs()).isEqualTo(20 * MS);
        assertThat(rig.out.get(2).outNs()).isEqualTo(20 * MS);
        assertThat(rig.out.get(3).outNs()).isEqualTo(30 * MS);
    }

    /** Half the round trip each way, and no drift of the base. */
    @Test
    void theBaseIsSharedOutOverBothWays() {
        var rig = new Rig(1, PathSpec.symmetric(BaseDelay.ofRttMs(85), Rig.payloadOnly()));
        rig.offer(100);
        rig.until(SECOND_NS);
        assertThat(rig.out.getFirst().outNs()).isEqualTo(42_500_000);
    }

    @Test
    void theBadStateSlowsTheServer() {
        var fading = new Loss.GilbertElliott(0.1, 200 * MS, 0.2, 0.25, 20 * MS);
        var rig = new Rig(
                Rig.seed(5),
                Rig.payloadOnly().withCapacity(Capacity.ofBps(8_000_000)).withLoss(fading));
        rig.saturate(60 * SECOND_NS, 100_000, MTU_BYTES);
        // Half of the time is bad, at a quarter of the rate.
        double share = rig.link.counters().servedBytes() * 8.0 / 60 / 8_000_000;
        assertThat(share).isBetween(0.5, 0.75);
    }
}
