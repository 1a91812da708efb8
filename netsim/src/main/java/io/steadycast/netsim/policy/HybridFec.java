package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;

/**
 * Confined to its session. libwebrtc's hybrid of NACK and FEC (media_opt_util.cc): the largest loss of ten one-second windows and the bits of a frame say how much of
 * everything is parity, by a table of which some points are known; between them this interpolates. Only the base layer and keyframes are protected, off below 20 ms
 * of round trip; neither deadline nor bursts play a part.
 */
final class HybridFec {
    private static final int WINDOWS = 10;
    private static final long WINDOW_NS = 1_000_000_000L;
    private static final long MIN_RTT_NS = 20_000_000L;
    private static final double MAX_SHARE = 0.5;
    private static final double REFERENCE_PIXELS = 704 * 576;
    private static final double PIXEL_EXPONENT = 0.3;
    private static final int MAX_BLOCK_FRAMES = 6;

    /** Bits per frame, in thousands, at which the table is known. */
    private static final double[] KILOBITS = {10, 30, 100};

    private static final double[] LOSSES = {0, 0.05, 0.1, 0.2, 0.3, 0.5};

    /** Parity as a share of everything, by the two above. */
    private static final double[][] SHARES = {
        {0, 0, 0.03, 0.22, 0.27, 0.31},
        {0, 0.11, 0.27, 0.42, 0.5, 0.5},
        {0, 0.33, 0.5, 0.5, 0.5, 0.5},
    };

    private final double[] windowLoss = new double[WINDOWS];
    private int lost;
    private int total;
    private long windowNs = Long.MIN_VALUE;
    private int window;

    void onFeedback(long nowNs, PacketHistory packets) {
        for (int i = 0; i < packets.reportedCount(); i++) {
            total++;
            lost += packets.status(packets.reportedSeq(i)) == PacketHistory.LOST ? 1 : 0;
        }
        if (windowNs == Long.MIN_VALUE) {
            windowNs = nowNs;
        }
        if (nowNs - windowNs >= WINDOW_NS && total > 0) {
            windowLoss[window] = (double) lost / total;
            window = (window + 1) % WINDOWS;
            windowNs = nowNs;
            lost = 0;
            total = 0;
        }
    }

    double loss() {
        double max = 0;
        for (double each : windowLoss) {
            max = Math.max(max, each);
        }
        return max;
    }

    /** Sets the protection of every video; answers which share of everything it takes. */
    double onTick(SessionView view, Plan plan) {
        double largest = 0;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            int rung = demand.currentRung();
            if (!demand.isVideo() || rung < 0 || !demand.hasFec()) {
                continue;
            }
            int temporal = Math.max(0, demand.maxTemporalId(rung));
            double fps = Math.max(1.0, demand.framesPerSecond(rung));
            double baseFps = fps / (1 << Math.min(temporal, 2));
            double pixels = Math.max(1.0, demand.widthPx(rung) * demand.heightPx(rung));
            double share =
                    view.rttNs() < MIN_RTT_NS ? 0 : share(demand.bitrateBps(rung, 0) / baseFps / 1_000, pixels, loss());
            protect(plan.stream(i), share, view.rttNs() / 1e9 * baseFps);
            double baseRate = demand.bitrateBps(rung, 0);
            double all = Math.max(1.0, (double) demand.bitrateBps(rung, StreamPlan.ALL_TEMPORAL));
            double parity = ofMedia(share) * baseRate;
            largest = Math.max(largest, parity / (all + parity));
        }
        return Math.min(largest, MAX_SHARE);
    }

    private void protect(StreamPlan stream, double share, double roundTripFrames) {
        Protection base = stream.protection(FrameClass.T0);
        base.parityShare = ofMedia(share);
        base.minParity = 0;
        Protection key = stream.protection(FrameClass.KEY);
        key.parityShare = share > 0 ? ofMedia(Math.min(MAX_SHARE, Math.max(loss(), 2 * share))) : 0;
        key.minParity = share > 0 ? 1 : 0;
        stream.blockFrames = (int) Math.clamp(Math.round(2 * roundTripFrames), 1, MAX_BLOCK_FRAMES);
    }

    /** A share of everything as a share of media. */
    private static double ofMedia(double share) {
        return share / (1 - share);
    }

    static double share(double kilobitsPerFrame, double pixels, double loss) {
        double scaled = kilobitsPerFrame * Math.pow(REFERENCE_PIXELS / pixels, PIXEL_EXPONENT);
        double at = Math.log(Math.clamp(scaled, KILOBITS[0] / 4, KILOBITS[2]));
        if (scaled < KILOBITS[0]) {
            // Towards nothing for frames of a quarter of the smallest that is known.
            double fraction = (at - Math.log(KILOBITS[0] / 4)) / Math.log(4);
            return fraction * ofLoss(SHARES[0], loss);
        }
        int row = scaled < KILOBITS[1] ? 0 : 1;
        double fraction = (at - Math.log(KILOBITS[row])) / (Math.log(KILOBITS[row + 1]) - Math.log(KILOBITS[row]));
        return (1 - fraction) * ofLoss(SHARES[row], loss) + fraction * ofLoss(SHARES[row + 1], loss);
    }

    private static double ofLoss(double[] shares, double loss) {
        for (int i = 1; i < LOSSES.length; i++) {
            if (loss <= LOSSES[i]) {
                double fraction = (loss - LOSSES[i - 1]) / (LOSSES[i] - LOSSES[i - 1]);
                return shares[i - 1] + fraction * (shares[i] - shares[i - 1]);
            }
        }
        return shares[shares.length - 1];
    }
}
