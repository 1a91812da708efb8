package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. What was sent under each transport-wide number of a viewer, and what its feedback said about it: the raw material of
 * bandwidth estimation. A ring; numbers are extended, from 1 on.
 *
 * <p>A packet that no received feedback covers is unknown, not lost: feedback gets lost too. A packet reported lost may be reported received later
 * (it was only late), so the counters follow changes of mind.
 */
public final class FeedbackLog {
    /** Sent, and no feedback covered it yet. */
    public static final byte UNKNOWN = 0;

    public static final byte RECEIVED = 1;
    public static final byte LOST = 2;

    /** Loss is taken over this many reported packets: about two seconds of video. */
    private static final int LOSS_WINDOW = 512;

    private final int mask;
    private final byte[] status;
    private final int[] sizeBytes;
    private final long[] seqs;
    private final long[] sentNs;
    private final long[] arrivalNs;
    private long next = 1;
    private long received;
    private long lost;
    private long newestReported;
    private long feedbacks;
    private long lastFeedbackNs = Long.MIN_VALUE;

    FeedbackLog(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two: " + slots);
        }
        mask = slots - 1;
        status = new byte[slots];
        sizeBytes = new int[slots];
        seqs = new long[slots];
        sentNs = new long[slots];
        arrivalNs = new long[slots];
    }

    /** The number that the next packet will have, to be written into its header. */
    public long nextSeq() {
        return next;
    }

    void onSent(long nowNs, int bytes) {
        int slot = (int) (next & mask);
        status[slot] = UNKNOWN;
        sizeBytes[slot] = bytes;
        seqs[slot] = next;
        sentNs[slot] = nowNs;
        arrivalNs[slot] = 0;
        next++;
    }

    /** False if the number was never sent, or so long ago that it is forgotten. */
    boolean onReceived(long seq, long byReceiverClockNs) {
        int slot = slot(seq);
        if (slot < 0) {
            return false;
        }
        if (status[slot] == LOST) {
            lost--;
        }
        if (status[slot] != RECEIVED) {
            received++;
            status[slot] = RECEIVED;
            arrivalNs[slot] = byReceiverClockNs;
        }
        newestReported = Math.max(newestReported, seq);
        return true;
    }

    boolean onLost(long seq) {
        int slot = slot(seq);
        if (slot < 0) {
            return false;
        }
        if (status[slot] == UNKNOWN) {
            lost++;
            status[slot] = LOST;
        }
        newestReported = Math.max(newestReported, seq);
        return true;
    }

    void onFeedback(long nowNs) {
        feedbacks++;
        lastFeedbackNs = nowNs;
    }

    /** One of {@link #UNKNOWN}, {@link #RECEIVED} and {@link #LOST}; unknown too if it is no longer remembered. */
    public byte status(long seq) {
        int slot = slot(seq);
        return slot < 0 ? UNKNOWN : status[slot];
    }

    /** 0 if it is not remembered. */
    public int sizeBytes(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : sizeBytes[slot];
    }

    public long sentNs(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : sentNs[slot];
    }

    /** By the receiver's clock, only for {@link #RECEIVED}. */
    public long arrivalNs(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : arrivalNs[slot];
    }

    /** The oldest number that is still remembered. */
    public long oldestSeq() {
        return Math.max(1, next - mask - 1);
    }

    public long newestReportedSeq() {
        return newestReported;
    }

    public long receivedCount() {
        return received;
    }

    public long lostCount() {
        return lost;
    }

    public long feedbackCount() {
        return feedbacks;
    }

    public long lastFeedbackNs() {
        return lastFeedbackNs;
    }

    /** Of the latest reported packets; -1 without any report. Not for the packet path: it looks at hundreds of slots. */
    public double recentLoss() {
        int seen = 0;
        int missing = 0;
        long oldest = oldestSeq();
        for (long seq = newestReported; seq >= oldest && seen < LOSS_WINDOW; seq--) {
            byte stands = status[(int) (seq & mask)];
            if (stands != UNKNOWN) {
                seen++;
                missing += stands == LOST ? 1 : 0;
            }
        }
        return seen == 0 ? -1 : (double) missing / seen;
    }

    private int slot(long seq) {
        int slot = (int) (seq & mask);
        return seq >= 1 && seq < next && seqs[slot] == seq ? slot : -1;
    }
}
