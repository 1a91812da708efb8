package io.steadycast.netsim.scenario.suite;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.scenario.PathChoice;
import java.util.ArrayList;
import java.util.List;

/**
 * Stand-ins for recorded links: the means, ranges and relaxation times of the recordings that T12 and T15 name, none of their samples. Figures are those of
 * docs/netsim/targets.md.
 */
final class SyntheticTraces {
    private static final long MS = 1_000_000L;
    private static final int UP_KBPS = 2_000;

    private SyntheticTraces() {}

    /** Phones on the move and satellites. */
    static List<PathChoice> mobile() {
        return List.of(
                new PathChoice("lte-driving", lteDriving()),
                new PathChoice("lte-train", lteTrain()),
                new PathChoice("4g-city", fourGCity()),
                new PathChoice("5g-blocked", fiveGBlocked()),
                new PathChoice("starlink", starlink()),
                new PathChoice("umts-driving", umtsDriving()));
    }

    /** The training set of the AlphaRTC challenge. */
    static List<PathChoice> gym() {
        List<PathChoice> paths = new ArrayList<>(List.of(
                new PathChoice("4G_500kbps", wandering(498, 20, 1_125, 70)),
                new PathChoice("4G_700kbps", wandering(679, 40, 1_500, 70)),
                new PathChoice("4G_3mbps", wandering(3_000, 300, 6_500, 70)),
                new PathChoice("5G_12mbps", wandering(12_000, 3_000, 25_000, 40)),
                new PathChoice("5G_13mbps", wandering(13_000, 2_000, 28_000, 40)),
                new PathChoice("WIRED_200kbps", wandering(205, 150, 260, 50)),
                new PathChoice("WIRED_900kbps", wandering(863, 650, 1_000, 50)),
                new PathChoice("WIRED_35mbps", wandering(35_000, 25_000, 45_000, 30)),
                new PathChoice("trace_300k", plain(300, 60)),
                new PathChoice("trace_example", steps(80, 4_567, 100, 1_200, 2_500, 600, 3_200)),
                new PathChoice("loss_10", lossy(0.1)),
                new PathChoice("loss_50", lossy(0.5)),
                new PathChoice("loss_pattern", lossPattern()),
                new PathChoice("rtt_200", plain(1_000, 200)),
                new PathChoice("rtt_400", plain(1_000, 400)),
                new PathChoice("rtt_600", plain(1_000, 600)),
                new PathChoice("rtt_changing", changingRtt())));
        return List.copyOf(paths);
    }

    private static DirectionSpec down(Capacity capacity, long nominalKbps, long queueMs) {
        return DirectionSpec.PLAIN
                .withCapacity(capacity)
                .withQueue(QueueSpec.ofMs(queueMs, nominalKbps * 1000, new QueueSpec.Discipline.DropTail()));
    }

    private static Capacity ar1(int meanKbps, int minKbps, int maxKbps, int tauMs) {
        return new Capacity.Ar1(meanKbps * 1000L, minKbps * 1000L, maxKbps * 1000L, tauMs * MS);
    }

    private static PathSpec path(int rttMs, DirectionSpec down) {
        DirectionSpec up = down(Capacity.ofKbps(UP_KBPS), UP_KBPS, 500);
        return PathSpec.symmetric(BaseDelay.ofRttMs(rttMs), up).withDown(down);
    }

    private static ExcessDelay excess(int p50Ms, int p95Ms, int tauMs) {
        return new ExcessDelay.Lognormal(p50Ms * MS, p95Ms * MS, tauMs * MS);
    }

    private static Loss fading(double p, int badMs, double lossInBad, double rateFactor) {
        return new Loss.GilbertElliott(p, badMs * MS, lossInBad, rateFactor, 20 * MS);
    }

    private static TimedEvent handover(int meanS, int minMs, int maxMs) {
        return new TimedEvent(
                new TimedEvent.When.Poisson(1_000L * MS * meanS),
                1,
                Direction.BOTH,
                new Happening.Handover(Span.ofMs(minMs, maxMs), 0.05));
    }

    /** Deep buffers, a rate that goes down to a tenth within seconds. */
    private static PathSpec lteDriving() {
        DirectionSpec down = down(ar1(3_000, 250, 9_000, 2_500), 3_000, 800)
                .withExcess(excess(6, 50, 150))
                .withLoss(fading(0.003, 80, 0.5, 0.3));
        return path(60, down).withEvents(handover(20, 40, 90));
    }

    private static PathSpec lteTrain() {
        DirectionSpec down = down(ar1(2_000, 100, 8_000, 4_000), 2_000, 1_000)
                .withExcess(excess(10, 100, 150))
                .withLoss(fading(0.008, 150, 0.6, 0.3));
        TimedEvent tunnel = new TimedEvent(
                new TimedEvent.When.Poisson(60_000 * MS),
                1,
                Direction.BOTH,
                new Happening.Outage(Span.ofMs(1_000, 4_000)));
        return path(60, down).withEvents(handover(12, 100, 400), tunnel);
    }

    private static PathSpec fourGCity() {
        DirectionSpec down = down(ar1(6_000, 600, 20_000, 2_000), 6_000, 600)
                .withExcess(excess(5, 40, 150))
                .withLoss(fading(0.003, 80, 0.5, 0.3));
        return path(50, down).withEvents(handover(30, 50, 80));
    }

    /** Sight of the mast is lost for a second or three. */
    private static PathSpec fiveGBlocked() {
        DirectionSpec down =
                down(ar1(60_000, 10_000, 150_000, 1_000), 60_000, 150).withExcess(excess(2, 12, 60));
        TimedEvent blockage = new TimedEvent(
                new TimedEvent.When.Poisson(20_000 * MS),
                1,
                Direction.DOWN,
                new Happening.RateStep(900_000, Span.ofMs(1_000, 4_000)));
        return path(40, down).withEvents(blockage);
    }

    /** Another satellite every 15 s: everything is held, then a lossy second at another distance. */
    private static PathSpec starlink() {
        DirectionSpec down = down(ar1(40_000, 4_000, 120_000, 3_000), 40_000, 150)
                .withExcess(excess(4, 16, 70))
                .withLoss(fading(0.01, 30, 0.5, 0.5));
        BaseDelay epochs = new BaseDelay.Epoch(15_000 * MS, 12_000 * MS, 20 * MS, 25 * MS, 67 * MS, 4 * MS, 10 * MS);
        TimedEvent.When boundary = new TimedEvent.When.OnEpoch();
        return path(0, down)
                .withBaseDelay(epochs)
                .withEvents(
                        new TimedEvent(boundary, 1, Direction.BOTH, new Happening.Handover(Span.ofMs(80, 200), 0)),
                        new TimedEvent(boundary, 1, Direction.BOTH, new Happening.LossFor(0.05, Span.ofMs(1_000))));
    }

    private static PathSpec umtsDriving() {
        DirectionSpec down = down(ar1(700, 60, 1_800, 3_000), 700, 2_000)
                .withExcess(excess(15, 120, 300))
                .withLoss(fading(0.006, 150, 0.6, 1));
        return path(110, down);
    }

    private static PathSpec wandering(int meanKbps, int minKbps, int maxKbps, int rttMs) {
        return path(rttMs, down(ar1(meanKbps, minKbps, maxKbps, 1_500), meanKbps, 300));
    }

    private static PathSpec plain(int kbps, int rttMs) {
        return path(rttMs, down(Capacity.ofKbps(kbps), kbps, 300));
    }

    private static PathSpec steps(int rttMs, int... kbps) {
        List<Capacity.Step> steps = new ArrayList<>();
        for (int rate : kbps) {
            steps.add(new Capacity.Step(10_000 * MS, rate * 1000L));
        }
        return path(rttMs, down(new Capacity.Steps(steps, AtEnd.LOOP, false), 2_000, 300));
    }

    private static PathSpec lossy(double p) {
        DirectionSpec down = down(Capacity.ofKbps(1_000), 1_000, 300).withLoss(new Loss.Iid(p));
        return path(60, down);
    }

    /** From nothing to a fifth and back, a step every half second. */
    private static PathSpec lossPattern() {
        double[] p = {0, 0.05, 0.1, 0.2, 0.1, 0.05, 0, 0, 0.2, 0, 0.1, 0};
        List<Loss.Interval> intervals = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0) {
                intervals.add(new Loss.Interval(500L * MS * i, 500L * MS * (i + 1), p[i]));
            }
        }
        DirectionSpec down = down(Capacity.ofKbps(1_000), 1_000, 300)
                .withLoss(new Loss.Recorded(intervals, 500L * MS * p.length, true));
        return path(60, down);
    }

    private static PathSpec changingRtt() {
        TimedEvent farther = new TimedEvent(
                new TimedEvent.When.Every(2_000 * MS, 4_000 * MS, 0),
                1,
                Direction.BOTH,
                new Happening.BaseDelayStep(200 * MS, false, Span.ofMs(2_000)));
        return plain(1_000, 200).withEvents(farther);
    }
}
