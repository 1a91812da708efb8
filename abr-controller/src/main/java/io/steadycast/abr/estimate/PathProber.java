package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.estimate.PathEstimate.State;

/**
 * Confined to the viewer's shard. Finds out whether the path carries more than is proven, at the price of what it would be used for and no more. A probe lasts long
 * enough for a queue to show ({@value #LEAST_MS} ms and {@value #LEAST_PACKETS} packets); one that fails makes the next one wait half as long again, up to 30 s, until
 * the path changes. The engine fills it with bytes that repair something where it can.
 */
public final class PathProber {
    private static final int LEAST_MS = 150;
    private static final int START_MS = 100;
    private static final int MOST_MS = 400;
    private static final int LEAST_PACKETS = 20;
    private static final long MS = 1_000_000L;
    private static final long STABLE_NS = 1_000 * MS;
    private static final long FIRST_WAIT_NS = 2_000 * MS;
    private static final long MOST_WAIT_NS = 30_000 * MS;
    /** With no picture at all there is nothing to lose but a moment of speech. */
    private static final long DARK_WAIT_NS = 3_000 * MS;

    private static final double WAIT_GROWTH = 1.5;
    private static final double PRICE = 1.1;
    private static final double START_LEAST = 2;
    private static final double START_MOST = 3;
    private static final double MOST = 3;

    /**
     * Once a probe failed, later ones make a queue of so much and no more if the path carries no more than is proven: the answer comes later than the queue does, and a
     * full queue drops pictures. More than that is asked for in steps, of which each proves the one before.
     */
    private static final double QUEUE_MS = 80;

    /**
     * Where nothing gets lost a probe repairs nothing either, and pictures wait behind it for an answer alone: it asks no more loudly than it takes for a queue to show,
     * until one is answered well.
     */
    private static final double LEAST_QUEUE_MS = 30;

    private static final double SHOWS_MS = 15;
    private static final double LOSSLESS = 0.01;

    private static final double PACKET_BITS = 600 * 8;
    private static final double MS_PER_S = 1_000;
    private static final long ABORT_NS = 50 * MS;
    private static final double JITTER_SPANS = 8;
    private static final double UNHEARD_SPANS = 1.5;
    private static final double CHANGED_RTT = 0.3;
    private static final double CHANGED_LOSS = 0.1;
    private static final double PASSED = 0.97;
    private static final double FILLED = 0.8;

    private final PathEstimator estimator;
    private int lastId;
    private boolean running;
    private boolean failed;
    private boolean dark;
    private boolean passed;
    private long startedNs = Long.MIN_VALUE;
    private long nextNs = Long.MIN_VALUE;
    private long waitNs = FIRST_WAIT_NS;
    private long forgottenNs = Long.MIN_VALUE;
    private long forgetWaitNs = FIRST_WAIT_NS;
    private long knownRttNs;
    private double knownLoss;
    private long askedBps;

    public PathProber(PathEstimator estimator) {
        this.estimator = estimator;
    }

    /** A probe is on its way, or its answer is. */
    public boolean probing() {
        return running;
    }

    /**
     * Before a choice is made: says whether a probe of the first guess is on its way, or would be at once if more was wanted. {@code dark}: no picture is shown at all, so
     * that nothing but a probe can tell when the path carries one again.
     */
    public void look(long nowNs, boolean isDark) {
        PathEstimate path = estimator.path();
        dark = isDark;
        if (dark && nextNs != Long.MIN_VALUE) {
            nextNs = Math.min(nextNs, startedNs + DARK_WAIT_NS);
        }
        path.climbing = path.state == State.START && !failed && (running || due(nowNs, path));
    }

    /**
     * Starts a probe when it is time to, and takes in what came of the last one.
     *
     * @param wantedBps what the next better plan takes, protection included; 0: nothing better exists
     */
    public void onTick(long nowNs, SessionView view, long wantedBps, Plan plan) {
        PathEstimate path = estimator.path();
        if (running) {
            follow(nowNs, view, plan, path);
            return;
        }
        forgetIfChanged(nowNs, path);
        if (wantedBps > path.capacityBps && due(nowNs, path)) {
            start(nowNs, wantedBps, plan, path);
        }
    }

    private boolean due(long nowNs, PathEstimate path) {
        if (!estimator.heard() || estimator.isPoliced() || (nextNs != Long.MIN_VALUE && nowNs < nextNs)) {
            return false;
        }
        long calmNs = Math.max(estimator.thresholdNs() / 2, 8 * MS);
        boolean calm = path.queueNs < calmNs;
        return switch (path.state) {
            case START -> calm && estimator.latestQueueNs() < calmNs;
            case NORMAL -> calm && nowNs - estimator.stateNs() >= STABLE_NS;
            case OVERUSE, DRAIN, SILENT -> false;
        };
    }

    private void start(long nowNs, long wantedBps, Plan plan, PathEstimate path) {
        boolean first = path.state == State.START;
        double bps = PRICE * wantedBps;
        if (first) {
            bps = Math.min(Math.max(bps, START_LEAST * path.capacityBps), START_MOST * path.capacityBps);
        }
        bps = Math.min(Math.min(bps, MOST * path.capacityBps), (double) estimator.maxBps());
        long spanMs = Math.clamp(spanNs(path) / MS, first ? START_MS : LEAST_MS, MOST_MS);
        if (failed && !dark) {
            double capacityBps = (double) path.capacityBps;
            bps = Math.min(bps, capacityBps * (1 + queueMs(path) / Math.max((double) spanMs, packetsMs(capacityBps))));
        }
        lastId = Math.max(lastId, plan.probeId) + 1;
        askedBps = (long) bps;
        plan.probeId = lastId;
        plan.probeBps = askedBps;
        plan.probeMs = (int) spanMs;
        plan.probeMinPackets = LEAST_PACKETS;
        running = true;
        startedNs = nowNs;
        estimator.expect(lastId);
    }

    /** Long enough for a queue to show through the jitter, and for an answer to come through where feedback gets lost. */
    private static long spanNs(PathEstimate path) {
        return (long)
                Math.max(JITTER_SPANS * path.jitterNs, UNHEARD_SPANS * path.feedbackLoss * path.feedbackIntervalNs);
    }

    /** What a probe may make wait if the path is as full as it was. */
    private double queueMs(PathEstimate path) {
        if (passed || path.loss > LOSSLESS) {
            return QUEUE_MS;
        }
        return Math.clamp(SHOWS_MS + estimator.thresholdNs() / (double) MS, LEAST_QUEUE_MS, QUEUE_MS);
    }

    /** What the least packets of a probe take at this rate. */
    private static double packetsMs(double bps) {
        return LEAST_PACKETS * PACKET_BITS / bps * MS_PER_S;
    }

    private void follow(long nowNs, SessionView view, Plan plan, PathEstimate path) {
        PacketHistory packets = view.packets();
        boolean sent = view.probeDone() >= lastId;
        long patienceNs = path.rttNs + 4 * path.feedbackIntervalNs + plan.probeMs * 4L * MS;
        long queueNs = Math.max(path.queueNs, estimator.latestQueueNs());
        if (!sent && queueNs > ABORT_NS + estimator.thresholdNs()) {
            // One that asks for nothing ends it.
            plan.probeId = ++lastId;
            plan.probeBps = 1;
            plan.probeMs = 0;
            plan.probeMinPackets = 0;
            finish(nowNs, packets, path);
        } else if ((sent && estimator.probeReported(packets)) || nowNs - startedNs > patienceNs) {
            finish(nowNs, packets, path);
        }
    }

    private void finish(long nowNs, PacketHistory packets, PathEstimate path) {
        running = false;
        double carried = estimator.onProbe(packets);
        if (carried < 0) {
            // Nothing was learnt.
            nextNs = nowNs + STABLE_NS;
            return;
        }
        if (carried < PASSED) {
            failed = true;
            passed = false;
            nextNs = nowNs + waitNs;
            waitNs = Math.min((long) (WAIT_GROWTH * waitNs), MOST_WAIT_NS);
            estimator.started(nowNs);
        } else {
            passed = true;
            // One that could not be filled is no reason to hurry.
            nextNs = estimator.probedBps() < FILLED * askedBps ? nowNs + FIRST_WAIT_NS : nowNs;
            waitNs = FIRST_WAIT_NS;
            forgetWaitNs = FIRST_WAIT_NS;
        }
        knownRttNs = path.rttNs;
        knownLoss = path.loss;
    }

    /** What failed on another path says nothing of this one; but a path that keeps changing and carries no more for it is asked ever less often. */
    private void forgetIfChanged(long nowNs, PathEstimate path) {
        boolean rtt = Math.abs(path.rttNs - knownRttNs) > CHANGED_RTT * knownRttNs + 20 * MS;
        boolean loss = Math.abs(path.loss - knownLoss) > CHANGED_LOSS;
        boolean due = forgottenNs == Long.MIN_VALUE || nowNs - forgottenNs >= forgetWaitNs;
        if (waitNs > FIRST_WAIT_NS && (rtt || loss) && due) {
            forgottenNs = nowNs;
            forgetWaitNs = Math.min(2 * forgetWaitNs, MOST_WAIT_NS);
            waitNs = FIRST_WAIT_NS;
            nextNs = startedNs + waitNs;
            knownRttNs = path.rttNs;
            knownLoss = path.loss;
        }
    }
}
