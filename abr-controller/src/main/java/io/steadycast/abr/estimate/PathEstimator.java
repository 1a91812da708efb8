package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.estimate.PathEstimate.LossKind;
import io.steadycast.abr.estimate.PathEstimate.State;
import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. What one viewer's path carries, loses and delays, from transport-wide feedback. Rates follow the queue of the path ({@link
 * CapacityControl}), not losses: random loss costs protection, not capacity. Without such feedback
 * it goes by REMB and receiver reports ({@link ReportedPath}).
 */
public final class PathEstimator {
    private static final long MS = 1_000_000L;
    private static final long START_NS = 4_000 * MS;
    private static final long FEW_NS = 400 * MS;
    private static final double INTERVALS = 5;
    private static final double HALF_AFTER_NS = 1e9;
    private static final long CONGESTED_NS = 60 * MS;
    /** Packets that a policer passes on do not wait. */
    private static final long QUEUED_NS = 20 * MS;

    private static final double HARDLY = 0.003;
    private static final double CARRIED = 0.93;
    private static final int HEARD_GROUPS = 8;
    private static final int HEARD_BYTES = 4_000;
    private static final long SETTLED_NS = 2_000 * MS;
    private static final double OWN = 0.7;
    private static final double EXCESS_DEVIATIONS = 2.5;
    private static final int EXCESS_LEAST = 2;
    private static final double PASSED = 0.97;
    private static final long GROWTH_NS = 5 * MS;

    private final QualityProfile.Rates rates;
    private final PathEstimate path = new PathEstimate();
    private final PacketGroups groups = new PacketGroups();
    private final DelayMeter delay = new DelayMeter(groups);
    private final RateMeter rate = new RateMeter(groups);
    private final LossMeter loss = new LossMeter();
    private final RoundTrip roundTrip = new RoundTrip();
    private final ProbeResult probe = new ProbeResult();
    private final PolicerDetector policer = new PolicerDetector();
    private final PolicedRate policed = new PolicedRate();
    private final CapacityControl control;
    private final ReportedPath reported;
    private long newestSeq;
    private long heardBytes;
    private long feedbackNs = Long.MIN_VALUE;
    private long firstFeedbackNs = Long.MIN_VALUE;

    public PathEstimator(QualityProfile.Rates rates) {
        this.rates = rates;
        control = new CapacityControl(rates, groups, delay, rate, policed);
        reported = new ReportedPath(rates);
        publish();
    }

    /** The same object for good. */
    public PathEstimate path() {
        return path;
    }

    public void onFeedback(long nowNs, SessionView view) {
        PacketHistory packets = view.packets();
        roundTrip.onFeedback(nowNs, packets.missedFeedbackCount());
        feedbackNs = nowNs;
        firstFeedbackNs = firstFeedbackNs == Long.MIN_VALUE ? nowNs : firstFeedbackNs;
        for (int i = 0; i < packets.reportedCount(); i++) {
            long seq = packets.reportedSeq(i);
            probe.onPacket(packets.probeId(seq), seq);
        }
        long before = newestSeq;
        boolean any = take(nowNs, packets);
        if (any) {
            boolean settled = control.state() == State.NORMAL && nowNs - control.stateNs() > SETTLED_NS;
            boolean own = !settled || control.used(OWN);
            delay.update(nowNs, own);
            control.onFeedback(nowNs, roundNs(), loss.loss(), view.queuedBytes());
        }
        if (delay.base().known()) {
            loss.judge(packets, before, delay.base().baseNs(), CONGESTED_NS + delay.thresholdNs());
            watchPolicer(nowNs, packets, before);
        }
        publish();
    }

    private void watchPolicer(long nowNs, PacketHistory packets, long uptoSeq) {
        policed.onTime(nowNs);
        if (policer.finds(packets, uptoSeq, delay.base().baseNs(), QUEUED_NS + delay.thresholdNs())) {
            policed.found(nowNs, policer.tokenBps());
            loss.restate(policer.otherLoss(), nowNs);
            control.onPoliced(nowNs);
        }
    }

    /** A policer was found, and is kept to. */
    boolean isPoliced() {
        return policed.isKept();
    }

    /** Everything up to the newest reported packet, also what no feedback covered: it was sent as well. */
    private boolean take(long nowNs, PacketHistory packets) {
        long newest = packets.newestReportedSeq();
        long newestReceivedNs = Long.MIN_VALUE;
        for (long seq = Math.max(newestSeq + 1, packets.oldestSeq()); seq <= newest; seq++) {
            long sentNs = packets.sentNs(seq);
            groups.onPacket(sentNs, packets.sizeBytes(seq));
            byte status = packets.status(seq);
            if (status == PacketHistory.RECEIVED) {
                groups.onReceived(sentNs, packets.arrivalNs(seq));
                heardBytes += packets.sizeBytes(seq);
                newestReceivedNs = sentNs;
            } else if (status == PacketHistory.LOST) {
                groups.onLost(sentNs);
            }
        }
        boolean any = newest > newestSeq;
        newestSeq = Math.max(newestSeq, newest);
        if (newestReceivedNs != Long.MIN_VALUE) {
            roundTrip.onSample(nowNs - newestReceivedNs);
        }
        return any;
    }

    /** About every 5 ms. */
    public void onTick(long nowNs, SessionView view) {
        if (feedbackNs == Long.MIN_VALUE) {
            if (reported.onTick(nowNs, view)) {
                publish();
            } else if (!roundTrip.known()) {
                path.rttNs = view.rttNs();
            }
            return;
        }
        if (control.state() == State.START && nowNs - firstFeedbackNs > START_NS) {
            control.started(nowNs);
            path.state = control.state();
        }
        path.quietNs = nowNs - feedbackNs;
        watchSilence(nowNs, view.packets());
    }

    /** Some feedback is overdue by far more than what is lost of it explains. */
    private void watchSilence(long nowNs, PacketHistory packets) {
        boolean waiting = packets.nextSeq() - 1 > newestSeq;
        long limitNs = roundNs() + Math.max(FEW_NS, (long) (INTERVALS * roundTrip.intervalNs()));
        long quietNs = nowNs - feedbackNs;
        if (!waiting || quietNs <= limitNs) {
            return;
        }
        // Half as much after a second, a third after two: a path that comes back is not met with a flood.
        double share = HALF_AFTER_NS / (HALF_AFTER_NS + (quietNs - limitNs));
        control.silent(nowNs, share);
        path.state = State.SILENT;
        path.budgetBps = (long) control.budgetBps();
    }

    private long roundNs() {
        return roundTrip.known() ? roundTrip.rttNs() : path.rttNs;
    }

    private void publish() {
        if (feedbackNs == Long.MIN_VALUE) {
            reported.fill(path);
            return;
        }
        path.state = control.state();
        path.capacityBps = (long) control.capacityBps();
        path.budgetBps = (long) control.budgetBps();
        path.loss = loss.loss();
        path.peakLoss = loss.peakLoss();
        path.judgedPackets = loss.judgedPackets();
        path.burstPackets = loss.burstPackets();
        path.lossAfterLoss = loss.lossAfterLoss();
        path.feedbackLoss = roundTrip.feedbackLoss();
        path.lossKind = lossKind();
        double sent = rate.sentBps();
        path.ackedBps = sent < 0 ? 0 : (long) (sent * (1 - loss.recentLoss()));
        path.feedbackIntervalNs = roundTrip.intervalNs();
        path.jitterNs = delay.jitterNs();
        path.queueNs = delay.shortQueueNs();
        path.worstDelayNs = delay.worstQueueNs();
        if (roundTrip.known()) {
            path.rttNs = roundTrip.rttNs();
            path.rttDeviationNs = roundTrip.deviationNs();
        }
    }

    private LossKind lossKind() {
        if (policed.isKept()) {
            return LossKind.POLICER;
        }
        return path.loss < HARDLY ? LossKind.NONE : LossKind.RANDOM;
    }

    /** Feedback tells of enough packets for a queue to show. */
    boolean heard() {
        return feedbackNs != Long.MIN_VALUE && groups.total() >= HEARD_GROUPS && heardBytes >= HEARD_BYTES;
    }

    long thresholdNs() {
        return delay.thresholdNs();
    }

    /** Of the very last packets: a queue that just begins, which the first ones of a session did not meet. */
    long latestQueueNs() {
        return delay.latestQueueNs();
    }

    long stateNs() {
        return control.stateNs() == Long.MIN_VALUE ? firstFeedbackNs : control.stateNs();
    }

    long maxBps() {
        return rates.maxBps();
    }

    void started(long nowNs) {
        control.started(nowNs);
    }

    void expect(int probeId) {
        probe.expect(probeId);
    }

    boolean probeReported(PacketHistory packets) {
        return probe.complete(packets);
    }

    /** Which share of its rate the probe found carried; -1 if too little of it was heard of. */
    double onProbe(PacketHistory packets) {
        if (!probe.evaluate(packets)) {
            return -1;
        }
        double growthNs = Math.max(0, probe.growthNs() - GROWTH_NS - delay.thresholdNs() / 3.0);
        double share = 1 / (1 + growthNs / probe.spanNs());
        int known = probe.received() + probe.lost();
        double usual = loss.loss();
        double excess = probe.lost() - known * usual;
        double chance = EXCESS_DEVIATIONS * Math.sqrt(known * usual * (1 - usual) * loss.correlation());
        if (excess > EXCESS_LEAST + chance) {
            share *= (1 - (double) probe.lost() / known) / (1 - usual);
        }
        double carried = share * probe.sentBps() * (share < PASSED ? CARRIED : 1);
        if (carried > control.capacityBps()) {
            control.set(carried);
            publish();
        }
        return share;
    }

    /** Of the last probe that {@link #onProbe} took in. */
    double probedBps() {
        return probe.sentBps();
    }
}
