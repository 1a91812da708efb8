package io.steadycast.benchmarks.controller;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.SessionView;

/**
 * Confined to one thread. A viewer with audio and three rungs of video over a path of 80 ms that loses a tenth of its packets; each feedback tells of the same number
 * of packets. Nothing is allocated.
 */
final class ScriptedSession implements SessionView, PacketHistory {
    private static final int SLOTS = 1 << 12;
    private static final int MASK = SLOTS - 1;
    private static final long ONE_WAY_NS = 40_000_000L;
    private static final int PACKET_BYTES = 900;
    private static final int LOST_OF = 10;
    private static final int JITTER_NS = 4_000_000;

    private final Demand[] demands = {ScriptedDemand.audio(), ScriptedDemand.video()};
    private final byte[] status = new byte[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final long[] arrivalNs = new long[SLOTS];
    private final int packets;
    private final long intervalNs;
    private long random = 88_172_645_463_325_252L;
    private long nowNs = 1_000_000_000L;
    private long next = 1;
    private long firstReported = 1;
    private long feedbacks;
    private long lost;

    ScriptedSession(int packets, long intervalNs) {
        this.packets = packets;
        this.intervalNs = intervalNs;
    }

    /** The next feedback is here: the time at which it is. */
    long next() {
        firstReported = next;
        for (int i = 0; i < packets; i++) {
            int slot = (int) (next++ & MASK);
            boolean gone = random(LOST_OF) == 0;
            lost += gone ? 1 : 0;
            sentNs[slot] = nowNs + i * intervalNs / packets;
            status[slot] = gone ? LOST : RECEIVED;
            arrivalNs[slot] = gone ? 0 : sentNs[slot] + ONE_WAY_NS + random(JITTER_NS);
        }
        nowNs += intervalNs;
        feedbacks++;
        return nowNs();
    }

    long nowNs() {
        return nowNs + 2 * ONE_WAY_NS;
    }

    private int random(int bound) {
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (int) Math.floorMod(random, (long) bound);
    }

    private static int slot(long seq) {
        return (int) (seq & MASK);
    }

    @Override
    public PacketHistory packets() {
        return this;
    }

    @Override
    public int demandCount() {
        return demands.length;
    }

    @Override
    public Demand demand(int index) {
        return demands[index];
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
        return kind == PacketKind.BASE ? (next - 1) * PACKET_BYTES : 0;
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
        return status[slot(seq)];
    }

    @Override
    public int sizeBytes(long seq) {
        return PACKET_BYTES;
    }

    @Override
    public long sentNs(long seq) {
        return sentNs[slot(seq)];
    }

    @Override
    public long arrivalNs(long seq) {
        return arrivalNs[slot(seq)];
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
        return nowNs();
    }

    @Override
    public long receivedCount() {
        return next - 1 - lost;
    }

    @Override
    public long lostCount() {
        return lost;
    }
}
