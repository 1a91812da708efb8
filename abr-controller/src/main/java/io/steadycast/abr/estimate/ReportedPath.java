package io.steadycast.abr.estimate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.estimate.PathEstimate.LossKind;
import io.steadycast.abr.estimate.PathEstimate.State;
import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. The path of a viewer that sends no transport-wide feedback, from what it reports once a second: REMB, if there is one, is its own
 * estimate; else a round trip that grows speaks for a queue. Loss is what its reports and its NACKs say, and by itself lowers nothing.
 */
final class ReportedPath {
    /** A report is about more packets than an assumption stands against. */
    private static final int ENOUGH = 10_000;

    private static final long MS = 1_000_000L;
    private static final long WAIT_NS = 2_000 * MS;
    private static final long PERIOD_NS = 1_000 * MS;
    private static final double GROWTH = 1.08;
    private static final double USED = 0.7;
    private static final double BACK_OFF = 0.85;
    private static final long QUEUE_NS = 60 * MS;
    private static final double LOSS_GAIN = 0.3;
    private static final double MAX_LOSS = 0.75;
    private static final double PACKET_BITS = 8_000;
    private static final double HARDLY = 0.003;
    private static final double NS_PER_SECOND = 1e9;
    private static final long REMEMBER_NS = 60_000 * MS;

    private final QualityProfile.Rates rates;
    private double capacityBps;
    private double loss;
    private long rttNs;
    private long judgedRttNs = Long.MIN_VALUE;
    private long leastRttNs = Long.MAX_VALUE;
    private long nextLeastRttNs = Long.MAX_VALUE;
    private long leastNs;
    private long firstNs = Long.MIN_VALUE;
    private long periodNs;
    private long sentBytes;
    private long nacks;
    private boolean heard;

    ReportedPath(QualityProfile.Rates rates) {
        this.rates = rates;
        capacityBps = rates.startBps();
    }

    /** True when a period ended. */
    boolean onTick(long nowNs, SessionView view) {
        if (firstNs == Long.MIN_VALUE) {
            firstNs = nowNs;
            periodNs = nowNs;
            leastNs = nowNs;
        }
        rttNs = view.rttNs();
        if (nowNs - periodNs < PERIOD_NS) {
            return false;
        }
        double seconds = (nowNs - periodNs) / NS_PER_SECOND;
        periodNs = nowNs;
        long sent = sent(view) - sentBytes;
        sentBytes += sent;
        long asked = nacks(view) - nacks;
        nacks += asked;
        boolean any = view.rembBps() >= 0 || view.rttMeasured() || asked > 0;
        if (!any || nowNs - firstNs < WAIT_NS || sent <= 0) {
            return true;
        }
        heard = true;
        double bps = sent * 8 / seconds;
        double share = Math.max(asked * PACKET_BITS / (sent * 8.0), view.reportedLoss());
        loss += LOSS_GAIN * (Math.clamp(share, 0, MAX_LOSS) - loss);
        adapt(nowNs, view, bps);
        return true;
    }

    private void adapt(long nowNs, SessionView view, double sentBps) {
        if (nowNs - leastNs > REMEMBER_NS) {
            leastNs = nowNs;
            leastRttNs = nextLeastRttNs;
            nextLeastRttNs = Long.MAX_VALUE;
        }
        if (view.rttMeasured()) {
            leastRttNs = Math.min(leastRttNs, rttNs);
            nextLeastRttNs = Math.min(nextLeastRttNs, rttNs);
        }
        double next = capacityBps;
        if (view.rembBps() >= 0) {
            next = view.rembBps();
        } else if (view.rttMeasured() && rttNs - leastRttNs > QUEUE_NS) {
            next = Math.min(capacityBps, BACK_OFF * sentBps);
        } else if (view.rttMeasured() && rttNs != judgedRttNs && sentBps > USED * capacityBps) {
            // To the nanosecond the same as a second ago: no report came, and silence raises nothing.
            next = GROWTH * capacityBps;
        }
        judgedRttNs = rttNs;
        capacityBps = Math.clamp(next, (double) rates.minBps(), (double) rates.maxBps());
    }

    private static long sent(SessionView view) {
        long sum = 0;
        for (int i = 0; i < PacketKind.count(); i++) {
            sum += view.sentBytes(PacketKind.of(i));
        }
        return sum;
    }

    private static long nacks(SessionView view) {
        long sum = 0;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            sum += demand.nacks();
        }
        return sum;
    }

    void fill(PathEstimate path) {
        path.state = heard ? State.NORMAL : State.START;
        path.capacityBps = (long) capacityBps;
        path.budgetBps = (long) capacityBps;
        path.loss = loss;
        path.peakLoss = loss;
        path.judgedPackets = heard ? ENOUGH : 0;
        // Single losses, for want of anything better.
        path.lossAfterLoss = loss;
        path.burstPackets = 1 / (1 - loss);
        path.lossKind = loss < HARDLY ? LossKind.NONE : LossKind.RANDOM;
        path.rttNs = rttNs;
        path.rttDeviationNs = rttNs / 4;
    }
}
