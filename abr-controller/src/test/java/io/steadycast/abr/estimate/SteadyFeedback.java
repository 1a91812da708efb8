package io.steadycast.abr.estimate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.SessionView;

/** Feedback without end of an estimator that needs nothing but arithmetic: a tenth of packets lost, some feedback too, delays that wander. It allocates nothing itself. */
final class SteadyFeedback implements SessionView, PacketHistory {
    private static final long MS = 1_000_000L;
    private static final int SLOTS = 1 << 10;
    private static final long ONE_WAY_NS = 50 * MS;

    private final PathEstimator estimator = new PathEstimator(PathTrial.RATES);
    private final byte[] status = new byte[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final long[] arrivalNs = new long[SLOTS];
    private final int packets;
    private final long intervalNs;
    private long state = 88_172_645_463_325_252L;
    private long nowNs = 1_000_000 * MS;
    private long next = 1;
    private long firstReported = 1;
    private long feedbacks;

    /** So many packets in each feedback. */
    SteadyFeedback(int packets, long intervalNs) {
        this.packets = packets;
        this.intervalNs = intervalNs;
    }

    PathEstimator estimator() {
        return estimator;
    }

    private long random(int bound) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return Math.floorMod(state, bound);
    }

    void go(long seconds) {
        long endNs = nowNs + seconds * 1_000 * MS;
        while (nowNs < endNs) {
            firstReported = next;
            for (int i = 0; i < packets; i++) {
                int slot = (int) (next++ & (SLOTS - 1));
                sentNs[slot] = nowNs + i * intervalNs / packets;
                boolean lost = random(10) == 0;
                status[slot] = lost ? LOST : RECEIVED;
                arrivalNs[slot] = lost ? 0 : sentNs[slot] + ONE_WAY_NS + random(8) * MS;
            }
            nowNs += intervalNs;
            estimator.onTick(nowNs, this);
            if (random(20) != 0) {
                feedbacks++;
                estimator.onFeedback(nowNs + ONE_WAY_NS, this);
            } else {
                for (long seq = firstReported; seq < next; seq++) {
                    status[(int) (seq & (SLOTS - 1))] = UNKNOWN;
                }
            }
        }
    }

    @Override
    public PacketHistory packets() {
        return this;
    }

    @Override
    public int demandCount() {
        return 0;
    }

    @Override
    public Demand demand(int index) {
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public long rttNs() {
        return 2 * ONE_WAY_NS;
    }

    @Override
    public boolean rttMeasured() {
        return true;
    }

    @Override
    public long rembBps() {
        return -1;
    }

    @Override
    public double reportedLoss() {
        return -1;
    }

    @Override
    public int queuedBytes() {
        return 0;
    }

    @Override
    public int probeDone() {
        return 0;
    }

    @Override
    public long sentBytes(PacketKind kind) {
        return 0;
    }

    @Override
    public long nextSeq() {
        return next;
    }

    @Override
    public long oldestSeq() {
        return Math.max(1, next - SLOTS);
    }

    @Override
    public byte status(long seq) {
        return status[(int) (seq & (SLOTS - 1))];
    }

    @Override
    public int sizeBytes(long seq) {
        return 1_000;
    }

    @Override
    public long sentNs(long seq) {
        return sentNs[(int) (seq & (SLOTS - 1))];
    }

    @Override
    public long arrivalNs(long seq) {
        return arrivalNs[(int) (seq & (SLOTS - 1))];
    }

    @Override
    public PacketKind kind(long seq) {
        return PacketKind.BASE;
    }

    @Override
    public int probeId(long seq) {
        return 0;
    }

    @Override
    public long newestReportedSeq() {
        return next - 1;
    }

    @Override
    public int reportedCount() {
        return packets;
    }

    @Override
    public long reportedSeq(int index) {
        return firstReported + index;
    }

    @Override
    public long feedbackCount() {
        return feedbacks;
    }

    @Override
    public long lastFeedbackNs() {
        return nowNs;
    }

    @Override
    public long receivedCount() {
        return 0;
    }

    @Override
    public long lostCount() {
        return 0;
    }
}
