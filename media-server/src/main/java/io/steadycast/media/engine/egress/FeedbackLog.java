package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;

/**
 * Confined to its shard. What was sent under each transport-wide number of a viewer, and what its feedback said about it: the raw material of
 * bandwidth estimation. A ring; numbers are extended, from 1 on, and given out one after the other, so that a number's place says which it is. Every viewer has one:
 * the columns are as narrow as what they hold.
 *
 * <p>A packet that no received feedback covers is unknown, not lost: feedback gets lost too. A packet reported lost may be reported received later
 * (it was only late), so the counters follow changes of mind.
 */
@SuppressWarnings("EnumOrdinal") // kept as bytes for as long as this process lives
public final class FeedbackLog implements PacketHistory {
    /** Loss is taken over this many reported packets: about two seconds of video. */
    private static final int LOSS_WINDOW = 512;

    private final int mask;
    private final byte[] status;
    private final byte[] kinds;
    private final byte[] subscriptions;
    private final boolean[] givenUp;
    private final int[] probeIds;
    /** Unsigned. */
    private final char[] sizeBytes;

    /** Unsigned: 2^32 packets of one subscription are months. */
    private final int[] origins;

    private final long[] sentNs;
    private final long[] arrivalNs;

    /** What the last feedback changed: the low bits. */
    private final int[] reported;

    private int reportedCount;
    private long next = 1;
    private long received;
    private long lost;
    private long newestReported;
    private long feedbacks;
    private long missedFeedbacks;
    private int newestCount = -1;
    private long lastFeedbackNs = Long.MIN_VALUE;

    FeedbackLog(int slots) {
        if (Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException("slots must be a power of two: " + slots);
        }
        mask = slots - 1;
        status = new byte[slots];
        kinds = new byte[slots];
        subscriptions = new byte[slots];
        givenUp = new boolean[slots];
        probeIds = new int[slots];
        reported = new int[slots];
        sizeBytes = new char[slots];
        origins = new int[slots];
        sentNs = new long[slots];
        arrivalNs = new long[slots];
    }

    /** The number that the next packet will have, to be written into its header. */
    @Override
    public long nextSeq() {
        return next;
    }

    /**
     * A packet left under {@link #nextSeq}.
     *
     * @param origin what it was, in the numbers of its subscription: of media, its copies and retransmissions the media's number, of parity its own; 0 for padding
     */
    void onSent(long nowNs, int bytes, PacketKind kind, int probeId, int subscription, long origin) {
        int slot = (int) (next & mask);
        subscriptions[slot] = (byte) subscription;
        origins[slot] = (int) origin;
        status[slot] = UNKNOWN;
        givenUp[slot] = false;
        kinds[slot] = (byte) kind.ordinal();
        probeIds[slot] = probeId;
        sizeBytes[slot] = (char) bytes;
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
            report(seq);
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
            report(seq);
        }
        newestReported = Math.max(newestReported, seq);
        return true;
    }

    private void report(long seq) {
        if (reportedCount < reported.length) {
            reported[reportedCount++] = (int) seq;
        }
    }

    /** Another feedback begins; {@code count} is its own of 8 bits, and a gap in it is feedback that got lost. */
    void onFeedback(long nowNs, int count) {
        reportedCount = 0;
        feedbacks++;
        lastFeedbackNs = nowNs;
        int ahead = newestCount < 0 ? 1 : (byte) (count - newestCount);
        if (ahead > 0) {
            missedFeedbacks += ahead - 1;
            newestCount = count;
        } else if (ahead < 0) {
            // It was only overtaken.
            missedFeedbacks = Math.max(0, missedFeedbacks - 1);
        }
    }

    /** Nothing is expected any more that would tell of this packet; what comes nevertheless counts. */
    void giveUp(long seq) {
        givenUp[(int) (seq & mask)] = true;
    }

    boolean givenUp(long seq) {
        return slot(seq) >= 0 && givenUp[(int) (seq & mask)];
    }

    /** One of {@link #UNKNOWN}, {@link #RECEIVED} and {@link #LOST}; unknown too if it is no longer remembered. */
    @Override
    public byte status(long seq) {
        int slot = slot(seq);
        return slot < 0 ? UNKNOWN : status[slot];
    }

    @Override
    public PacketKind kind(long seq) {
        int slot = slot(seq);
        return slot < 0 ? PacketKind.PADDING : PacketKind.of(kinds[slot]);
    }

    /** Whose packet it was; only for a number that {@link #reportedSeq} told. */
    int subscription(long seq) {
        return subscriptions[(int) (seq & mask)] & 0xFF;
    }

    /** As told to {@link #onSent}; 0 if it is not remembered. */
    long origin(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : Integer.toUnsignedLong(origins[slot]);
    }

    @Override
    public int probeId(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : probeIds[slot];
    }

    @Override
    public int reportedCount() {
        return reportedCount;
    }

    @Override
    public long reportedSeq(int index) {
        return next - ((int) next - reported[index]);
    }

    /** 0 if it is not remembered. */
    @Override
    public int sizeBytes(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : sizeBytes[slot];
    }

    @Override
    public long sentNs(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : sentNs[slot];
    }

    /** By the receiver's clock, only for {@link #RECEIVED}. */
    @Override
    public long arrivalNs(long seq) {
        int slot = slot(seq);
        return slot < 0 ? 0 : arrivalNs[slot];
    }

    /** The oldest number that is still remembered. */
    @Override
    public long oldestSeq() {
        return Math.max(1, next - mask - 1);
    }

    @Override
    public long newestReportedSeq() {
        return newestReported;
    }

    @Override
    public long receivedCount() {
        return received;
    }

    @Override
    public long lostCount() {
        return lost;
    }

    @Override
    public long feedbackCount() {
        return feedbacks;
    }

    @Override
    public long missedFeedbackCount() {
        return missedFeedbacks;
    }

    @Override
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
        return seq >= oldestSeq() && seq < next ? (int) (seq & mask) : -1;
    }
}
