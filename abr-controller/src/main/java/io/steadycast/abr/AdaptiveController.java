package io.steadycast.abr;

import io.steadycast.abr.allocate.LayerAllocator;
import io.steadycast.abr.control.Decision;
import io.steadycast.abr.control.DecisionRing;
import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.estimate.PathEstimator;
import io.steadycast.abr.estimate.PathProber;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.protect.PictureClock;
import io.steadycast.abr.protect.Repair;

/**
 * Confined to the viewer's shard. Steers one viewer: what its path carries and loses, which protection brings frames over it in time, which layers fit with that
 * protection, and whether the path might carry more; in this order, on news or every {@value #EVERY_MS} ms. docs/adaptation.md explains it.
 */
public final class AdaptiveController implements ViewerController {
    private static final long MS = 1_000_000L;
    private static final int EVERY_MS = 100;
    private static final int KEPT_DECISIONS = 256;
    /** Even when nothing changes, the ring says so now and then. */
    private static final long TOLD_EVERY_NS = 5_000 * MS;

    private static final FrameClass[] CLASSES = FrameClass.values();
    private static final int THRIFTY_RESENDS = 2;
    private static final int UNHEARD_COPY_MS = 120;
    private static final int TOLD_DELAY_MS = 50;
    private static final double TOLD_PARITY = 0.05;

    private final PathEstimator estimator;
    private final PathProber prober;
    private final Repair repair;
    private final boolean mayCopy;
    private final LayerAllocator allocator;
    private final Pacing pacing = new Pacing();
    private final PictureClock pictures = new PictureClock();
    private final DecisionRing decisions = new DecisionRing(KEPT_DECISIONS);
    private final Decision now = new Decision();
    private final Decision told = new Decision();
    private long nextNs = Long.MIN_VALUE;
    private boolean news;

    public AdaptiveController(QualityProfile profile) {
        this(profile, RepairMode.PLANNED);
    }

    public AdaptiveController(QualityProfile profile, RepairMode mode) {
        estimator = new PathEstimator(profile.rates());
        prober = new PathProber(estimator);
        repair = mode.repair(profile);
        mayCopy = mode == RepairMode.PLANNED;
        allocator = new LayerAllocator(profile);
    }

    /** One for each viewer, all with the same profile. */
    public static ViewerController.Factory factory(QualityProfile profile) {
        return factory(profile, RepairMode.PLANNED);
    }

    /** One for each viewer, all with the same profile, and with less repair than it asks for. */
    public static ViewerController.Factory factory(QualityProfile profile, RepairMode mode) {
        return (nowNs, view) -> new AdaptiveController(profile, mode);
    }

    @Override
    public void onFeedback(long nowNs, SessionView view) {
        estimator.onFeedback(nowNs, view);
        news = true;
    }

    @Override
    public void onTick(long nowNs, SessionView view, Plan plan) {
        if (!news && nowNs < nextNs) {
            return;
        }
        news = false;
        nextNs = nowNs + EVERY_MS * MS;
        estimator.onTick(nowNs, view);
        PathEstimate path = estimator.path();
        pictures.look(nowNs, view);
        repair.update(nowNs, path, pictures, allocator.isScarce());
        prober.look(nowNs, allocator.isDark());
        allocator.allocate(nowNs, view, path, repair, plan);
        protect(view, path, plan);
        prober.onTick(nowNs, view, allocator.wantedBps(), plan);
        pacing.apply(path, allocator.leastBps(), plan);
        tell(path, plan);
        remember(nowNs, view, path, plan);
    }

    private void protect(SessionView view, PathEstimate path, Plan plan) {
        boolean silent = mayCopy && path.state == PathEstimate.State.SILENT;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            int rung = demand.isVideo() ? Math.max(0, allocator.rung(i)) : 0;
            int temporalId = demand.isVideo() ? Math.max(0, allocator.temporalId(i)) : StreamPlan.ALL_TEMPORAL;
            repair.fill(demand, rung, temporalId, plan.stream(i));
            if (allocator.isTight()) {
                thrifty(plan.stream(i), allocator.isAudioTight());
            }
            if (silent && demand.isVideo()) {
                unheard(plan.stream(i));
            }
        }
        repair.repair(plan);
        if (view.isReliable()) {
            unprotected(plan);
        }
    }

    /** The path loses nothing: what is sent for its losses would only take the room of pictures. */
    private static void unprotected(Plan plan) {
        for (int i = 0; i < plan.streamCount(); i++) {
            plan.stream(i).redDepth = 0;
            for (FrameClass kind : CLASSES) {
                plan.stream(i).protection(kind).none();
            }
        }
        plan.resendLost = false;
        plan.resendUnheard = false;
        plan.recallMs = 0;
    }

    /** Repairs what is lost instead of sending everything twice: the picture may come late, but it comes. */
    private static void thrifty(StreamPlan stream, boolean audioToo) {
        stream.redDepth = audioToo ? 0 : stream.redDepth;
        for (FrameClass kind : CLASSES) {
            Protection protection = stream.protection(kind);
            protection.parityShare = 0;
            protection.minParity = 0;
            protection.copies = 0;
            for (int i = 0; i < protection.resends.length; i++) {
                protection.resends[i] = (byte) Math.min(protection.resends[i], THRIFTY_RESENDS);
            }
        }
    }

    /** Nobody will say what gets lost: what little is sent meanwhile goes twice, so far apart that one bad moment does not take both. */
    private static void unheard(StreamPlan stream) {
        stream.copyDelayMs = Math.max(stream.copyDelayMs, UNHEARD_COPY_MS);
        for (FrameClass kind : CLASSES) {
            Protection protection = stream.protection(kind);
            if (protection.copies == 0 && protection.parityShare == 0) {
                protection.copies = 1;
            }
        }
    }

    private void tell(PathEstimate path, Plan plan) {
        plan.estimateBps = path.capacityBps;
        plan.targetBps = path.budgetBps;
        plan.loss = path.loss;
        plan.burst = path.burstPackets;
        plan.queueMs = path.queueNs / (double) MS;
        Reason reason = allocator.reason();
        boolean bounded = reason == Reason.BANDWIDTH || reason == Reason.PROTECTION;
        plan.reason = bounded && prober.probing() ? Reason.PROBING : reason;
    }

    private void remember(long nowNs, SessionView view, PathEstimate path, Plan plan) {
        now.atNs = nowNs;
        now.reason = allocator.reason();
        now.rung = -1;
        now.temporalId = -1;
        now.parityShare = 0;
        now.copies = 0;
        now.resends = 0;
        for (int i = view.demandCount() - 1; i >= 0; i--) {
            if (view.demand(i).isVideo() && view.demand(i).wanted()) {
                now.rung = plan.stream(i).paused ? -1 : allocator.rung(i);
                now.temporalId = allocator.temporalId(i);
                Protection base = plan.stream(i).protection(FrameClass.T0);
                now.parityShare = base.parityShare;
                now.copies = base.copies;
                now.resends = base.resends[1];
            }
        }
        if (!isTold(nowNs)) {
            return;
        }
        now.capacityBps = path.capacityBps;
        now.budgetBps = path.budgetBps;
        now.costBps = allocator.costBps();
        now.nextBps = allocator.nextBps();
        now.loss = path.loss;
        now.burst = path.burstPackets;
        now.rttMs = (int) (path.rttNs / MS);
        now.queueMs = (int) (path.queueNs / MS);
        now.playoutDelayMs = repair.playoutDelayMs();
        decisions.add(now);
        told.atNs = nowNs;
        told.reason = now.reason;
        told.rung = now.rung;
        told.temporalId = now.temporalId;
        told.parityShare = now.parityShare;
        told.playoutDelayMs = now.playoutDelayMs;
    }

    /** Whether something changed that a person would ask about. */
    private boolean isTold(long nowNs) {
        return decisions.size() == 0
                || nowNs - told.atNs >= TOLD_EVERY_NS
                || now.reason != told.reason
                || now.rung != told.rung
                || now.temporalId != told.temporalId
                || Math.abs(now.parityShare - told.parityShare) >= TOLD_PARITY
                || Math.abs(repair.playoutDelayMs() - told.playoutDelayMs) >= TOLD_DELAY_MS;
    }

    @Override
    public DecisionRing decisions() {
        return decisions;
    }
}
