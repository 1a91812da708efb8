package io.steadycast.netsim.policy;

import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.netsim.policy.gcc.AppLimit;
import io.steadycast.netsim.policy.gcc.DelayBased;
import io.steadycast.netsim.policy.gcc.LossBasedV2;
import io.steadycast.netsim.policy.gcc.LossClassic;
import io.steadycast.netsim.policy.gcc.ProbeController;
import io.steadycast.netsim.policy.gcc.Trendline;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its session. Google congestion control in front of a server that chooses layers: the lower one of a delay-based and a loss-based estimate, paced at 2.5
 * times of it, retransmission on request, no playout delay.
 */
final class GccController implements ViewerController {
    private static final double START_BPS = 300_000;
    private static final double PACE_FACTOR = 2.5;
    private static final int MAX_QUEUE_MS = 2_000;
    private static final double PROBE_ABOVE_TOP = 2;
    /** JVB, and mediasoup. */
    private static final long UP_NS = 5_000_000_000L;

    private static final long CLASSIC_UP_NS = 10_000_000_000L;
    private static final double MIN_MEDIA_SHARE = 0.5;

    /**
     * What tells the generations apart.
     *
     * @param classicLoss 2 % and 10 % instead of the model of 2022
     * @param hybrid protects by libwebrtc's table
     * @param minBps the estimate never falls below
     */
    record Options(boolean classicLoss, boolean hybrid, double minBps) {}

    private final Options options;
    private final DelayBased delay;
    private final LossBasedV2 loss;
    private final LossClassic classic;
    private final ProbeController probes = new ProbeController(START_BPS);
    private final AppLimit appLimit = new AppLimit();
    private final LayerFit layers;
    private final @Nullable HybridFec hybrid;
    private double estimateBps = START_BPS;
    private int probeId;

    GccController(Options options) {
        this.options = options;
        delay = new DelayBased(START_BPS, options.minBps(), options.classicLoss());
        loss = new LossBasedV2(START_BPS, options.minBps());
        classic = new LossClassic(START_BPS, options.minBps());
        hybrid = options.hybrid() ? new HybridFec() : null;
        layers = new LayerFit(options.classicLoss() ? CLASSIC_UP_NS : UP_NS);
    }

    double estimateBps() {
        return estimateBps;
    }

    @Override
    public void onFeedback(long nowNs, SessionView view) {
        PacketHistory packets = view.packets();
        double before = estimateBps;
        delay.onFeedback(nowNs, packets, view.rttNs());
        if (delay.probedBps() > before && loss.state() == LossBasedV2.State.DELAY_BASED) {
            loss.set(delay.probedBps());
        }
        estimateBps = options.classicLoss()
                ? classic.update(nowNs, packets, delay.bps())
                : loss.update(nowNs, packets, delay.bps(), delay.ackedBps());
        probes.onEstimate(nowNs, estimateBps, before);
        if (delay.recovered()) {
            probes.onRecovered(nowNs, estimateBps);
        }
        HybridFec fec = hybrid;
        if (fec != null) {
            fec.onFeedback(nowNs, packets);
        }
    }

    @Override
    public void onTick(long nowNs, SessionView view, Plan plan) {
        appLimit.onTick(nowNs, sentBytes(view), estimateBps);
        probe(nowNs, view, plan);
        plan.estimateBps = (long) estimateBps;
        plan.targetBps = (long) estimateBps;
        plan.paceBps = (long) (PACE_FACTOR * estimateBps);
        plan.maxQueueMs = MAX_QUEUE_MS;
        plan.loss = options.classicLoss() ? classic.loss() : loss.averageLoss();
        HybridFec fec = hybrid;
        double mediaShare = fec == null ? 1 : Math.max(MIN_MEDIA_SHARE, 1 - fec.onTick(view, plan));
        boolean bounded = layers.choose(nowNs, view, estimateBps * mediaShare, plan);
        plan.reason = reason(bounded, plan);
    }

    private Reason reason(boolean bounded, Plan plan) {
        if (!bounded) {
            return Reason.ALL_FITS;
        }
        if (delay.usage() == Trendline.Usage.OVERUSE) {
            return Reason.OVERUSE;
        }
        boolean byLoss = estimateBps < delay.bps();
        return byLoss && plan.loss > 0 ? Reason.LOSS : Reason.BANDWIDTH;
    }

    private void probe(long nowNs, SessionView view, Plan plan) {
        if (view.packets().feedbackCount() == 0 && view.packets().nextSeq() == 1) {
            return;
        }
        double topBps = LayerFit.topBps(view);
        double maxBps = topBps == 0 ? Double.MAX_VALUE : PROBE_ABOVE_TOP * topBps;
        double bps =
                probes.next(nowNs, new ProbeController.Situation(estimateBps, maxBps, appLimit.limited(), lossState()));
        if (bps > 0) {
            probeId++;
            plan.probeId = probeId;
            plan.probeBps = (long) bps;
            plan.probeMs = probes.durationMs();
            plan.probeMinPackets = probes.packets();
            delay.probes().expect(probeId, probes.packets());
        }
    }

    /** The old loss controller knows no state that forbids probes. */
    private LossBasedV2.State lossState() {
        return options.classicLoss() ? LossBasedV2.State.DELAY_BASED : loss.state();
    }

    static long sentBytes(SessionView view) {
        long sum = 0;
        for (int i = 0; i < PacketKind.count(); i++) {
            sum += view.sentBytes(PacketKind.of(i));
        }
        return sum;
    }
}
