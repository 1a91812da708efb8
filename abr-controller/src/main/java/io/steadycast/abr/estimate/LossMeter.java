package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;
import java.util.Arrays;

/**
 * Confined to the viewer's shard. How packets get lost: the share, its peaks, the runs (Gilbert's two numbers), and the share of feedback that is lost itself.
 * Packets are judged in their order, a feedback late so that a reordered packet is none; unknown ones are no evidence and end a run. A run so long that the path's
 * ordinary loss cannot make it is an outage, and not counted.
 */
final class LossMeter {
    private static final long FAST_NS = 2_000_000_000L;
    private static final long SLOW_NS = 15_000_000_000L;
    private static final double FAST_PACKETS = 100;
    private static final double SLOW_PACKETS = 400;
    private static final double CHANGED = 3;
    private static final double CHANGED_LEAST = 0.01;
    private static final int WINDOWS = 20;
    private static final long WINDOW_NS = 500_000_000L;
    private static final int WINDOW_PACKETS = 20;
    private static final double CERTAIN = 1.64;
    private static final long OUTAGE_NS = 400_000_000L;
    private static final double OUTAGE_CHANCE = 1e-5;
    private static final double OUTAGE_LOSS = 0.5;
    /** A queue that stays full is somebody else's, and its losses are the path's. */
    private static final int UNCOUNTED = 500;

    private static final double MAX_LOSS = 0.75;
    private static final double FEW_LOSSES = 4;
    private static final int ENOUGH = 100_000;

    private double fastLost;
    private double fastTotal;
    private double slowLost;
    private double slowTotal;
    private double slowRuns;
    private double runLost;

    private long judgedSeq;
    private long judgedNs = Long.MIN_VALUE;
    private long runStartNs;
    private int run;
    private int judged;
    private boolean wasFull;
    private int uncounted;
    private long ignoredUntilNs = Long.MIN_VALUE;

    private final int[] windowLost = new int[WINDOWS];
    private final int[] windowTotal = new int[WINDOWS];
    private int window;
    private long windowNs = Long.MIN_VALUE;

    /** Judges everything up to a number. What lies between packets that waited longer than {@code fullNs} may be a full queue's doing, and is not counted. */
    void judge(PacketHistory packets, long uptoSeq, long baseNs, long fullNs) {
        long from = Math.max(judgedSeq + 1, packets.oldestSeq());
        for (long seq = from; seq <= uptoSeq; seq++) {
            long sentNs = packets.sentNs(seq);
            byte status = packets.status(seq);
            age(sentNs);
            if (sentNs < ignoredUntilNs) {
                run = 0;
            } else if (status == PacketHistory.UNKNOWN) {
                endRun(sentNs);
            } else if (status == PacketHistory.LOST) {
                runStartNs = run++ == 0 ? sentNs : runStartNs;
            } else {
                onReceived(sentNs, packets.arrivalNs(seq) - sentNs - baseNs > fullNs);
            }
        }
        judgedSeq = Math.max(judgedSeq, uptoSeq);
    }

    /** What was counted lately was somebody's doing, also of what was sent until a moment: the path itself loses so much. */
    void restate(double loss, long sentUntilNs) {
        ignoredUntilNs = sentUntilNs;
        fastTotal = FAST_PACKETS;
        fastLost = loss * fastTotal;
        slowTotal = FAST_PACKETS;
        slowLost = loss * slowTotal;
        slowRuns = 0;
        runLost = 0;
        run = 0;
        Arrays.fill(windowLost, 0);
        Arrays.fill(windowTotal, 0);
    }

    private void onReceived(long sentNs, boolean full) {
        boolean counts = (!full && !wasFull) || uncounted > UNCOUNTED;
        wasFull = full;
        if (!counts) {
            uncounted++;
            run = 0;
            return;
        }
        if (!full) {
            uncounted = 0;
        }
        endRun(sentNs);
        judge(1);
        fastTotal++;
        slowTotal++;
        windowTotal[window]++;
    }

    private void endRun(long nowNs) {
        if (run == 0) {
            return;
        }
        double usual = Math.max(OUTAGE_LOSS, loss());
        boolean outage = nowNs - runStartNs >= OUTAGE_NS && Math.pow(usual, run) < OUTAGE_CHANCE;
        if (!outage) {
            judge(run);
            fastTotal += run;
            fastLost += run;
            slowTotal += run;
            slowLost += run;
            slowRuns++;
            runLost += run;
            windowTotal[window] += run;
            windowLost[window] += run;
        }
        run = 0;
    }

    private void judge(int packets) {
        judged = Math.min(ENOUGH, judged + packets);
    }

    private void age(long sentNs) {
        if (judgedNs == Long.MIN_VALUE) {
            judgedNs = sentNs;
            windowNs = sentNs;
        }
        double passedNs = Math.max(0, sentNs - judgedNs);
        judgedNs = Math.max(judgedNs, sentNs);
        // Few packets are remembered longer.
        double fast = 1 - Math.min(passedNs / FAST_NS, fastTotal > FAST_PACKETS ? 1 : 0.1 / FAST_PACKETS);
        double slow = 1 - Math.min(passedNs / SLOW_NS, slowTotal > SLOW_PACKETS ? 1 : 0.1 / SLOW_PACKETS);
        fastLost *= fast;
        fastTotal *= fast;
        slowLost *= slow;
        slowTotal *= slow;
        slowRuns *= slow;
        runLost *= slow;
        if (sentNs - windowNs >= WINDOW_NS && windowTotal[window] >= WINDOW_PACKETS) {
            window = (window + 1) % WINDOWS;
            windowLost[window] = 0;
            windowTotal[window] = 0;
            windowNs = sentNs;
            noticeChange();
        }
    }

    /** A share that left what it was for good is not averaged with the past. */
    private void noticeChange() {
        if (fastTotal < FAST_PACKETS / 2 || slowTotal < FAST_PACKETS) {
            return;
        }
        double was = slowLost / slowTotal;
        double is = fastLost / fastTotal;
        double spread = Math.sqrt(Math.max(was, CHANGED_LEAST) * (1 - was) * correlation() / fastTotal);
        if (Math.abs(is - was) > CHANGED * spread + CHANGED_LEAST) {
            slowLost = fastLost;
            slowTotal = fastTotal;
        }
    }

    /** By how much runs make a sum of losses vary more than single losses would. */
    double correlation() {
        double after = lossAfterLoss();
        double excess = Math.clamp(after - loss(), 0, 0.95);
        return (1 + excess) / (1 - excess);
    }

    /** 0 to 0.75. */
    double loss() {
        return slowTotal <= 0 ? 0 : Math.min(MAX_LOSS, slowLost / slowTotal);
    }

    /** Packets that were counted since the start, at most {@value #ENOUGH}. */
    int judgedPackets() {
        return judged;
    }

    /** Of the last two seconds or so. */
    double recentLoss() {
        return fastTotal <= 0 ? 0 : Math.min(MAX_LOSS, fastLost / fastTotal);
    }

    /** Packets that {@link #recentLoss} is about. */
    double recentPackets() {
        return fastTotal;
    }

    /** The highest of half-second windows, less what chance alone adds; at least {@link #loss}. */
    double peakLoss() {
        double mean = loss();
        double peak = mean;
        double spread = CERTAIN * Math.sqrt(mean * (1 - mean) * correlation());
        for (int i = 0; i < WINDOWS; i++) {
            int total = windowTotal[i];
            if (total >= WINDOW_PACKETS / 2) {
                double share = (double) windowLost[i] / total - spread / Math.sqrt(total);
                peak = Math.max(peak, share);
            }
        }
        return Math.min(MAX_LOSS, peak);
    }

    double burstPackets() {
        double single = 1 / (1 - loss());
        double runs = slowRuns + FEW_LOSSES / single;
        return Math.max(1, (runLost + FEW_LOSSES) / runs);
    }

    double lossAfterLoss() {
        return 1 - 1 / burstPackets();
    }
}
