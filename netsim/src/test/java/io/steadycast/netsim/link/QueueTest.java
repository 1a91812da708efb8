package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.QueueSpec.Discipline;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import org.junit.jupiter.api.Test;

/** Who is dropped, how long the others wait, and what other traffic does to them. */
final class QueueTest {
    private static final DirectionSpec TWO_MEGABIT = Rig.payloadOnly().withCapacity(Capacity.ofBps(2_000_000));
    private static final CrossTraffic GREEDY = new CrossTraffic.Cubic(1, 40 * MS);

    private static Rig with(QueueSpec queue, CrossTraffic traffic) {
        var rig = new Rig(
                Rig.seed(71),
                PathSpec.PLAIN
                        .withUp(TWO_MEGABIT.withQueue(queue))
                        .withEvents(
                                TimedEvent.atMs(1_000, Direction.UP, new Happening.Cross(traffic, Span.ofMs(58_000)))));
        // Our own 200 kbit/s.
        rig.steady(60 * SECOND_NS, 20 * MS, 500);
        rig.until(90 * SECOND_NS);
        assertThat(rig.conserved()).isTrue();
        assertThat(rig.link.queuedPackets()).isZero();
        return rig;
    }

    private static double medianMs(Rig rig) {
        long[] taken = rig.out.stream()
                .filter(one -> one.inNs() > 10 * SECOND_NS && one.inNs() < 58 * SECOND_NS)
                .mapToLong(Rig.Out::takenNs)
                .sorted()
                .toArray();
        return taken[taken.length / 2] / 1e6;
    }

    private static QueueSpec queue(int ms, Discipline discipline) {
        return QueueSpec.ofMs(ms, 2_000_000, discipline);
    }

    @Test
    void aGreedyFlowFillsADeepQueue() {
        Rig bloated = with(queue(1_000, new Discipline.DropTail()), GREEDY);
        Rig managed = with(queue(1_000, Discipline.CoDel.USUAL), GREEDY);
        Rig fair = with(queue(1_000, new Discipline.FqCoDel(5 * MS, 100 * MS, 300, 1_024)), GREEDY);
        System.out.printf(
                "[netsim] beside CUBIC in 1 s of queue, median wait: drop-tail %.0f ms, CoDel %.0f ms, FQ-CoDel %.1f ms%n",
                medianMs(bloated), medianMs(managed), medianMs(fair));
        assertThat(medianMs(bloated)).isBetween(600.0, 1_005.0);
        assertThat(medianMs(managed)).isLessThan(50);
        assertThat(medianMs(fair)).isLessThan(10);
        assertThat(fair.dropped).isEmpty();
        // It takes what is left, and no more.
        double taken = bloated.link.counters().crossServedBytes() * 8 / 58.0;
        assertThat(taken).isBetween(1_650_000.0, 1_850_000.0);
    }

    @Test
    void aGreedyFlowBacksOff() {
        Rig shallow = with(queue(70, new Discipline.DropTail()), GREEDY);
        double taken = shallow.link.counters().crossServedBytes() * 8 / 58.0;
        double loss = shallow.link.counters().crossDropped()
                / (double) shallow.link.counters().crossOffered();
        System.out.printf("[netsim] CUBIC in 70 ms of queue: %.0f kbit/s, %.2f %% lost%n", taken / 1e3, loss * 100);
        assertThat(taken).isBetween(1_300_000.0, 1_850_000.0);
        assertThat(loss).isBetween(0.0005, 0.08);
    }

    @Test
    void constantTrafficKeepsItsRate() {
        Rig rig = with(queue(300, new Discipline.DropTail()), new CrossTraffic.ConstantRate(1_000_000, 1_000));
        assertThat(rig.link.counters().crossServedBytes() * 8 / 58.0).isBetween(999_000.0, 1_001_000.0);
        assertThat(rig.dropped).isEmpty();
    }

    @Test
    void pagesComeInBursts() {
        Rig rig =
                with(queue(1_000, new Discipline.DropTail()), CrossTraffic.WebBursts.pages(2 * SECOND_NS, 20_000_000));
        long bytes = rig.link.counters().crossServedBytes();
        assertThat(bytes).isBetween(1_000_000L, 8_000_000L);
        assertThat(medianMs(rig)).isLessThan(400);
    }

    @Test
    void whoIsDroppedAtTheLimit() {
        var tail = new Rig(1, TWO_MEGABIT.withQueue(new QueueSpec(5_000, 100, new Discipline.DropTail())));
        var head = new Rig(1, TWO_MEGABIT.withQueue(new QueueSpec(5_000, 100, new Discipline.DropHead())));
        var few = new Rig(1, TWO_MEGABIT.withQueue(new QueueSpec(50_000, 3, new Discipline.DropTail())));
        for (Rig rig : new Rig[] {tail, head, few}) {
            for (int i = 0; i < 8; i++) {
                rig.offer(1_000);
            }
            rig.until(SECOND_NS);
        }
        assertThat(tail.out).extracting(Rig.Out::number).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(head.out).extracting(Rig.Out::number).containsExactly(0L, 4L, 5L, 6L, 7L);
        assertThat(few.out).extracting(Rig.Out::number).containsExactly(0L, 1L, 2L);
    }
}
