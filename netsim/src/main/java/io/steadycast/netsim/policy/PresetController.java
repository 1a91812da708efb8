package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.netsim.policy.gcc.AckedRate;

/**
 * Confined to its session. As LiveKit's send-side estimator and its FEC that is being built: the path is congested when queueing delay stays above 50 ms or weighted
 * loss (loss times the logarithm of packets per second) above 0.25, free again below 20 ms and 0.1; while it is free everybody gets the best layer, after congestion
 * what was received last. A probe for the next layer every 3 s, 1.5 times rarer after each failure, up to 2 minutes. Parity of one frame each, 15, 25 or 35 %.
 */
final class PresetController implements ViewerController {
    private static final long WINDOW_NS = 500_000_000L;
    private static final long CONGESTED_NS = 300_000_000L;
    private static final long BASE_MEMORY_NS = 20_000_000_000L;
    private static final double QUEUE_HIGH_MS = 50;
    private static final double QUEUE_LOW_MS = 20;
    private static final double LOSS_HIGH = 0.25;
    private static final double LOSS_LOW = 0.1;
    private static final int MIN_PACKETS = 20;
    private static final FrameClass[] CLASSES = FrameClass.values();
    private static final double[] PRESETS = {0.15, 0.25, 0.35};
    private static final double[] PRESET_ABOVE = {0.01, 0.05, 0.12};
    private static final double PROBE_FACTOR = 1.2;
    private static final double PROBE_PLUS_BPS = 200_000;
    private static final int PROBE_MS = 200;
    private static final int PROBE_PACKETS = 10;
    private static final long PROBE_EVERY_NS = 3_000_000_000L;
    private static final long PROBE_MAX_NS = 120_000_000_000L;
    private static final double PROBE_BACK_OFF = 1.5;
    private static final double MIN_BPS = 100_000;
    private static final double FREE_BPS = 100_000_000;
    private static final double START_PACE_BPS = 2_000_000;
    private static final double PACE_FACTOR = 2.5;

    private final AckedRate acked = new AckedRate();
    private final LayerFit layers = new LayerFit(0);
    private double committedBps = -1;
    private double baseMs = Double.MAX_VALUE;
    private double nextBaseMs = Double.MAX_VALUE;
    private long baseNs = Long.MIN_VALUE;
    private double queueMs;
    private int lost;
    private int total;
    private double loss;
    private double weightedLoss;
    private long windowNs = Long.MIN_VALUE;
    private double leastQueueMs = Double.MAX_VALUE;
    private long highSinceNs = Long.MIN_VALUE;
    private boolean congested;
    private int probeId;
    private double probeBps;
    private long probedNs = Long.MIN_VALUE;
    private long probeEveryNs = PROBE_EVERY_NS;
    private boolean probing;

    @Override
    public void onFeedback(long nowNs, SessionView view) {
        PacketHistory packets = view.packets();
        for (int i = 0; i < packets.reportedCount(); i++) {
            long seq = packets.reportedSeq(i);
            total++;
            if (packets.status(seq) == PacketHistory.LOST) {
                lost++;
            } else {
                acked.onAcked(packets.arrivalNs(seq), packets.sizeBytes(seq));
                onDelay(nowNs, (packets.arrivalNs(seq) - packets.sentNs(seq)) / 1e6);
            }
        }
        if (windowNs == Long.MIN_VALUE) {
            windowNs = nowNs;
        }
        if (nowNs - windowNs >= WINDOW_NS && total >= MIN_PACKETS) {
            judge(nowNs);
        }
    }

    /** One-way delay but for an unknown constant. */
    private void onDelay(long nowNs, double delayMs) {
        if (baseNs == Long.MIN_VALUE || nowNs - baseNs > BASE_MEMORY_NS / 2) {
            baseMs = nextBaseMs == Double.MAX_VALUE ? delayMs : nextBaseMs;
            nextBaseMs = delayMs;
            baseNs = nowNs;
        }
        baseMs = Math.min(baseMs, delayMs);
        nextBaseMs = Math.min(nextBaseMs, delayMs);
        queueMs = delayMs - baseMs;
        leastQueueMs = Math.min(leastQueueMs, queueMs);
    }

    private void judge(long nowNs) {
        double packetsPerSecond = total / ((nowNs - windowNs) / 1e9);
        loss = (double) lost / total;
        weightedLoss = loss * Math.log10(Math.max(packetsPerSecond, 1));
        boolean high = leastQueueMs > QUEUE_HIGH_MS || weightedLoss > LOSS_HIGH;
        boolean low = leastQueueMs < QUEUE_LOW_MS && weightedLoss < LOSS_LOW;
        if (high) {
            highSinceNs = highSinceNs == Long.MIN_VALUE ? windowNs : highSinceNs;
            if (nowNs - highSinceNs >= CONGESTED_NS) {
                onCongestion(nowNs);
            }
        } else {
            highSinceNs = Long.MIN_VALUE;
            congested &= !low;
        }
        if (probing && nowNs - probedNs > WINDOW_NS) {
            onProbeEnd();
        }
        windowNs = nowNs;
        lost = 0;
        total = 0;
        leastQueueMs = Double.MAX_VALUE;
    }

    private void onCongestion(long nowNs) {
        double received = acked.bps();
        congested = true;
        committedBps = Math.max(MIN_BPS, received > 0 ? received : MIN_BPS);
        highSinceNs = nowNs;
        if (probing) {
            probing = false;
            probeEveryNs = Math.min((long) (PROBE_BACK_OFF * probeEveryNs), PROBE_MAX_NS);
        }
    }

    private void onProbeEnd() {
        probing = false;
        if (!congested) {
            committedBps = Math.max(committedBps, probeBps);
            probeEveryNs = PROBE_EVERY_NS;
        }
    }

    @Override
    public void onTick(long nowNs, SessionView view, Plan plan) {
        boolean deficient = committedBps > 0;
        double available = deficient ? committedBps : FREE_BPS;
        double preset = preset();
        boolean bounded = layers.choose(nowNs, view, available / (1 + preset), plan);
        protect(view, plan, preset);
        if (deficient && !bounded && !congested) {
            // Everybody has the best again: nothing is committed any more.
            committedBps = -1;
        } else if (deficient && bounded && !congested && !probing && isProbeDue(nowNs)) {
            probe(nowNs, view, plan);
        }
        plan.estimateBps = (long)
                (deficient ? committedBps : Math.max(Math.max(acked.bps(), LayerFit.topBps(view)), START_PACE_BPS));
        plan.targetBps = plan.estimateBps;
        plan.paceBps = (long) Math.max(START_PACE_BPS, PACE_FACTOR * plan.estimateBps);
        plan.loss = loss;
        plan.queueMs = queueMs;
        plan.reason = reason(bounded);
    }

    private Reason reason(boolean bounded) {
        if (!bounded) {
            return Reason.ALL_FITS;
        }
        if (probing) {
            return Reason.PROBING;
        }
        return weightedLoss > LOSS_HIGH ? Reason.LOSS : congested ? Reason.OVERUSE : Reason.BANDWIDTH;
    }

    private boolean isProbeDue(long nowNs) {
        return probedNs == Long.MIN_VALUE || nowNs - probedNs >= probeEveryNs;
    }

    private void probe(long nowNs, SessionView view, Plan plan) {
        probing = true;
        probedNs = nowNs;
        probeBps = Math.max(PROBE_FACTOR * next(view), committedBps + PROBE_PLUS_BPS);
        plan.probeId = ++probeId;
        plan.probeBps = (long) probeBps;
        plan.probeMs = PROBE_MS;
        plan.probeMinPackets = PROBE_PACKETS;
    }

    /** What the next rung would take with everything else. */
    private double next(SessionView view) {
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.isVideo() && demand.wanted()) {
                int rung = Math.min(Math.max(0, demand.currentRung() + 1), Math.max(0, demand.rungCount() - 1));
                return layers.audioBps(view) + demand.bitrateBps(rung, Integer.MAX_VALUE) * (1 + preset());
            }
        }
        return committedBps;
    }

    private double preset() {
        double chosen = 0;
        for (int i = 0; i < PRESETS.length; i++) {
            chosen = loss >= PRESET_ABOVE[i] ? PRESETS[i] : chosen;
        }
        return chosen;
    }

    private static void protect(SessionView view, Plan plan, double preset) {
        for (int i = 0; i < view.demandCount(); i++) {
            if (!view.demand(i).isVideo() || !view.demand(i).hasFec()) {
                continue;
            }
            for (FrameClass kind : CLASSES) {
                Protection protection = plan.stream(i).protection(kind);
                protection.parityShare = preset;
                protection.minParity = preset > 0 ? 1 : 0;
            }
            plan.stream(i).blockFrames = 1;
        }
    }
}
