package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * A controller in front of a source that always has as much to send as it may, a bottleneck with a drop-tail queue, random loss and a receiver that reports every
 * 50 ms: nothing but the estimate, in virtual time.
 */
final class FlowTrial implements SessionView, PacketHistory {
    private static final long MS = 1_000_000L;
    private static final int PACKET_BYTES = 1_200;
    private static final int SLOTS = 1 << 16;
    private static final long FEEDBACK_NS = 50 * MS;

    /** The path. */
    record Way(double capacityBps, int queueBytes, long rttNs, double loss) {}

    private final ViewerController controller;
    private final Plan plan = new Plan(0);
    private final SplittableRandom random;
    private final byte[] status = new byte[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final long[] arrivalNs = new long[SLOTS];
    private final int[] probe = new int[SLOTS];
    private final ArrayDeque<long[]> reports = new ArrayDeque<>();
    private final long[] reported = new long[SLOTS];
    private int reportedCount;
    private Way way;
    private long nowNs = 1_000_000 * MS;
    private long next = 1;
    private long reportedUpTo;
    private long freeNs;
    private double credit;
    private long sent;
    private long feedbacks;
    private long nextFeedbackNs = nowNs;
    private int probeId;
    private int probeDone;
    private long probeUntilNs;
    private double largestQueueMs;

    FlowTrial(ViewerController controller, Way way, long seed) {
        this.controller = controller;
        this.way = way;
        random = new SplittableRandom(seed);
    }

    Plan plan() {
        return plan;
    }

    void way(Way newWay) {
        way = newWay;
    }

    long nowNs() {
        return nowNs;
    }

    /** Since the last call. */
    double takeLargestQueueMs() {
        double largest = largestQueueMs;
        largestQueueMs = 0;
        return largest;
    }

    /** Mean of the estimate over the last {@code lastS} of {@code seconds}. */
    double run(double seconds, double lastS) {
        long endNs = nowNs + (long) (seconds * 1e9);
        double sum = 0;
        int samples = 0;
        while (nowNs < endNs) {
            nowNs += 5 * MS;
            controller.onTick(nowNs, this, plan);
            send();
            feedback();
            if (nowNs > endNs - lastS * 1e9) {
                sum += (double) plan.estimateBps;
                samples++;
            }
        }
        return sum / samples;
    }

    private void send() {
        if (plan.probeId > probeId) {
            probeId = plan.probeId;
            probeUntilNs = nowNs + plan.probeMs * MS;
        }
        boolean probing = nowNs <= probeUntilNs;
        probeDone = probing ? probeDone : probeId;
        double bps = probing ? (double) Math.max(plan.probeBps, plan.targetBps) : (double) plan.targetBps;
        credit = Math.min(credit + bps / 8 * 0.005, 20 * PACKET_BYTES);
        while (credit >= PACKET_BYTES) {
            credit -= PACKET_BYTES;
            offer(probing ? probeId : 0);
        }
    }

    private void offer(int ofProbe) {
        int slot = (int) (next++ % SLOTS);
        sent += PACKET_BYTES;
        sentNs[slot] = nowNs;
        probe[slot] = ofProbe;
        status[slot] = UNKNOWN;
        long startNs = Math.max(nowNs, freeNs);
        double waitingBytes = (startNs - nowNs) / 8e9 * way.capacityBps();
        largestQueueMs = Math.max(largestQueueMs, (startNs - nowNs) / 1e6);
        boolean overflow = waitingBytes + PACKET_BYTES > way.queueBytes();
        if (!overflow) {
            freeNs = startNs + (long) (PACKET_BYTES * 8e9 / way.capacityBps());
        }
        boolean lost = random.nextDouble() < way.loss();
        arrivalNs[slot] = overflow || lost ? Long.MAX_VALUE : freeNs + way.rttNs() / 2;
    }

    private void feedback() {
        if (nowNs >= nextFeedbackNs) {
            nextFeedbackNs += FEEDBACK_NS;
            reports.add(new long[] {nowNs + way.rttNs() / 2, nowNs});
        }
        while (!reports.isEmpty() && reports.peek()[0] <= nowNs) {
            report(reports.remove()[1]);
        }
    }

    private void report(long seenNs) {
        long last = reportedUpTo;
        for (long seq = reportedUpTo + 1; seq < next; seq++) {
            if (arrivalNs[(int) (seq % SLOTS)] <= seenNs) {
                last = seq;
            }
        }
        reportedCount = 0;
        for (long seq = reportedUpTo + 1; seq <= last; seq++) {
            int slot = (int) (seq % SLOTS);
            status[slot] = arrivalNs[slot] <= seenNs ? RECEIVED : LOST;
            reported[reportedCount++] = seq;
        }
        reportedUpTo = last;
        if (reportedCount > 0) {
            feedbacks++;
            controller.onFeedback(nowNs, this);
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
        return way.rttNs();
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
        return probeDone;
    }

    @Override
    public long sentBytes(PacketKind kind) {
        return kind == PacketKind.BASE ? sent : 0;
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
        return status[(int) (seq % SLOTS)];
    }

    @Override
    public int sizeBytes(long seq) {
        return PACKET_BYTES;
    }

    @Override
    public long sentNs(long seq) {
        return sentNs[(int) (seq % SLOTS)];
    }

    @Override
    public long arrivalNs(long seq) {
        return arrivalNs[(int) (seq % SLOTS)];
    }

    @Override
    public PacketKind kind(long seq) {
        return PacketKind.BASE;
    }

    @Override
    public int probeId(long seq) {
        return probe[(int) (seq % SLOTS)];
    }

    @Override
    public long newestReportedSeq() {
        return reportedUpTo;
    }

    @Override
    public int reportedCount() {
        return reportedCount;
    }

    @Override
    public long reportedSeq(int index) {
        return reported[index];
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
