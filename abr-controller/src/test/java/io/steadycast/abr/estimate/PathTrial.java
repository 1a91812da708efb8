package io.steadycast.abr.estimate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.profile.QualityProfile;
import java.util.ArrayDeque;
import java.util.SplittableRandom;

/**
 * An estimator and a prober in front of a bottleneck with a drop-tail queue, loss in both directions and a receiver that reports every 50 ms, in virtual time. The
 * source sends what it may, up to a rate of its own.
 */
final class PathTrial implements SessionView, PacketHistory {
    static final long MS = 1_000_000L;
    static final QualityProfile.Rates RATES = new QualityProfile.Rates(300_000, 30_000, 20_000_000);

    private static final int SLOTS = 1 << 15;
    private static final long FEEDBACK_NS = 50 * MS;
    private static final long TICK_NS = 5 * MS;

    /** The path. {@code burst}: mean packets in a run of losses; 0: each by itself. */
    record Way(double capacityBps, long queueNs, long rttNs, double loss, double burst, double feedbackLoss) {
        static Way of(double mbps, int rttMs) {
            return new Way(mbps * 1e6, 300 * MS, rttMs * MS, 0, 0, 0);
        }

        Way losing(double share) {
            return new Way(capacityBps, queueNs, rttNs, share, 0, feedbackLoss);
        }

        Way inBursts(double packets) {
            return new Way(capacityBps, queueNs, rttNs, loss, packets, feedbackLoss);
        }

        Way losingFeedback(double share) {
            return new Way(capacityBps, queueNs, rttNs, loss, burst, share);
        }
    }

    final PathEstimator estimator = new PathEstimator(RATES);
    final PathProber prober = new PathProber(estimator);
    final Plan plan = new Plan(0);

    /** What the source makes at most. */
    double sourceBps = Double.MAX_VALUE;

    /** No picture is shown. */
    boolean dark;

    /** What the prober is told. */
    long wantedBps;

    /** Nothing comes through, in either direction. */
    boolean down;

    /** Packets wait, and are let go together. */
    long stalledUntilNs;

    /** Delay of each packet beyond the queue, in order, drawn anew up to this. */
    long jitterNs;

    /** A policer in front of it, with a bucket that is full at first; 0: none. */
    double policerBps;

    double bucketBytes;

    int packetBytes = 1_200;
    private final SplittableRandom random;
    private final byte[] status = new byte[SLOTS];
    private final long[] sentNs = new long[SLOTS];
    private final long[] arrivalNs = new long[SLOTS];
    private final int[] probe = new int[SLOTS];
    private final ArrayDeque<long[]> reports = new ArrayDeque<>();
    private final long[] reported = new long[SLOTS];
    private Way way;
    private int reportedCount;
    private long nowNs = 1_000_000 * MS;
    private final long startNs = nowNs;
    private long next = 1;
    private long reportedUpTo;
    private long newest;
    private long freeNs;
    private double takenBytes;
    private long tokensNs = nowNs;
    private long lastArrivalNs;
    private boolean losing;
    private double credit;
    private long gone;
    private long sent;
    private long feedbacks;
    private long lastFeedbackNs = Long.MIN_VALUE;
    private long missedFeedbacks;
    private long nextFeedbackNs = nowNs;
    private int probeId;
    private int probeDone;
    private long probeStartNs;
    private long probeStartSeq;
    private int probes;
    private double largestQueueMs;

    PathTrial(Way way, long seed) {
        this.way = way;
        random = new SplittableRandom(seed);
    }

    void way(Way newWay) {
        way = newWay;
    }

    long nowNs() {
        return nowNs;
    }

    double seconds() {
        return (nowNs - startNs) / 1e9;
    }

    PathEstimate path() {
        return estimator.path();
    }

    int probes() {
        return probes;
    }

    /** Packets sent, and those of them that never arrive. */
    long[] counted() {
        return new long[] {next - 1, gone};
    }

    double takeLargestQueueMs() {
        double largest = largestQueueMs;
        largestQueueMs = 0;
        return largest;
    }

    /** Mean capacity over the last {@code lastS} of {@code seconds}. */
    double run(double seconds, double lastS) {
        long endNs = nowNs + (long) (seconds * 1e9);
        double sum = 0;
        int samples = 0;
        while (nowNs < endNs) {
            step();
            if (nowNs > endNs - lastS * 1e9) {
                sum += (double) path().capacityBps;
                samples++;
            }
        }
        return sum / samples;
    }

    void step() {
        nowNs += TICK_NS;
        estimator.onTick(nowNs, this);
        prober.look(nowNs, dark);
        prober.onTick(nowNs, this, wantedBps, plan);
        send();
        feedback();
    }

    private void send() {
        if (plan.probeId > probeId) {
            probeId = plan.probeId;
            probeStartNs = nowNs;
            probeStartSeq = next;
            probes += plan.probeBps > 1 ? 1 : 0;
        }
        boolean probing = probeId > probeDone;
        if (probing
                && nowNs - probeStartNs >= plan.probeMs * MS
                && (next - probeStartSeq >= plan.probeMinPackets || nowNs - probeStartNs > 4L * plan.probeMs * MS)) {
            probeDone = probeId;
            probing = false;
        }
        double bps = Math.min((double) path().budgetBps, sourceBps);
        bps = probing ? Math.max((double) plan.probeBps, bps) : bps;
        credit = Math.min(credit + bps / 8 * TICK_NS / 1e9, 20 * packetBytes);
        while (credit >= packetBytes) {
            credit -= packetBytes;
            offer(probing ? probeId : 0);
        }
    }

    private void offer(int ofProbe) {
        int slot = (int) (next++ % SLOTS);
        sent += packetBytes;
        sentNs[slot] = nowNs;
        probe[slot] = ofProbe;
        status[slot] = UNKNOWN;
        long startsNs = Math.max(Math.max(nowNs, freeNs), stalledUntilNs);
        boolean policed = isPoliced();
        boolean overflow = policed || freeNs - nowNs > way.queueNs();
        largestQueueMs = Math.max(largestQueueMs, (freeNs - nowNs) / 1e6);
        if (!overflow) {
            freeNs = Math.max(nowNs, freeNs) + (long) (packetBytes * 8e9 / way.capacityBps());
        }
        boolean lost = isLost() || down || overflow;
        gone += lost ? 1 : 0;
        long leavesNs = Math.max(startsNs, freeNs);
        long jitter = jitterNs == 0 ? 0 : random.nextLong(jitterNs);
        lastArrivalNs = lost ? lastArrivalNs : Math.max(lastArrivalNs, leavesNs + way.rttNs() / 2 + jitter);
        arrivalNs[slot] = lost ? Long.MAX_VALUE : lastArrivalNs;
    }

    private boolean isPoliced() {
        takenBytes = Math.max(0, takenBytes - policerBps / 8 * (nowNs - tokensNs) / 1e9);
        tokensNs = nowNs;
        if (policerBps == 0) {
            return false;
        }
        boolean dropped = takenBytes + packetBytes > bucketBytes;
        takenBytes += dropped ? 0 : packetBytes;
        return dropped;
    }

    private boolean isLost() {
        double p = way.loss();
        if (way.burst() > 1) {
            double stay = 1 - 1 / way.burst();
            double enter = p / (1 - p) / way.burst();
            losing = random.nextDouble() < (losing ? stay : enter);
            return losing;
        }
        return p > 0 && random.nextDouble() < p;
    }

    private void feedback() {
        if (nowNs >= nextFeedbackNs) {
            nextFeedbackNs += FEEDBACK_NS;
            reports.add(new long[] {nowNs + way.rttNs() / 2, nowNs});
        }
        while (!reports.isEmpty() && reports.peek()[0] <= nowNs) {
            long seenNs = reports.remove()[1];
            boolean lost = down || random.nextDouble() < way.feedbackLoss();
            report(seenNs, lost);
        }
    }

    private void report(long seenNs, boolean lost) {
        long last = reportedUpTo;
        for (long seq = reportedUpTo + 1; seq < next && sentNs[(int) (seq % SLOTS)] <= seenNs; seq++) {
            if (arrivalNs[(int) (seq % SLOTS)] <= seenNs) {
                last = seq;
            }
        }
        if (lost) {
            missedFeedbacks += last > reportedUpTo ? 1 : 0;
            reportedUpTo = last;
            return;
        }
        reportedCount = 0;
        for (long seq = reportedUpTo + 1; seq <= last; seq++) {
            int slot = (int) (seq % SLOTS);
            status[slot] = arrivalNs[slot] <= seenNs ? RECEIVED : LOST;
            reported[reportedCount++] = seq;
        }
        reportedUpTo = last;
        if (reportedCount > 0) {
            newest = last;
            feedbacks++;
            lastFeedbackNs = nowNs;
            estimator.onFeedback(nowNs, this);
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
        return packetBytes;
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
        return newest;
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
    public long missedFeedbackCount() {
        return missedFeedbacks;
    }

    @Override
    public long lastFeedbackNs() {
        return lastFeedbackNs;
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
