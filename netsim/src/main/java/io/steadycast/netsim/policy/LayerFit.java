package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;

/**
 * Confined to its session. The highest layer that fits, as SFUs do it: down when it did not fit for most of a second, for within that a probe says whether an estimate
 * fell for good (probe_controller.cc RequestProbe); up when it fits with a tenth to spare and some time after the last way down (mediasoup SimulcastConsumer waits 10 s
 * after a downgrade; JVB's allocator, which knows no such wait, looks again every 5 s). Steps are the temporal layers of the lowest rung and then whole rungs; the lowest step stays even when it does not fit.
 */
final class LayerFit {
    private static final double SPARE = 1.1;
    private static final long UP_AFTER_NS = 2_000_000_000L;
    private static final long DOWN_AFTER_NS = 800_000_000L;

    private final long upAfterDownNs;
    private long poorNs = Long.MIN_VALUE;
    private int step = -1;
    private long upNs = Long.MIN_VALUE;
    private long downNs = Long.MIN_VALUE;
    private int temporalSteps;

    LayerFit(long upAfterDownNs) {
        this.upAfterDownNs = upAfterDownNs;
    }

    /** What everything of the session but this takes away. */
    double audioBps(SessionView view) {
        double sum = 0;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (!demand.isVideo() && demand.wanted() && demand.rungCount() > 0) {
                sum += demand.bitrateBps(0, StreamPlan.ALL_TEMPORAL);
            }
        }
        return sum;
    }

    /** Everything at its best. */
    static double topBps(SessionView view) {
        double sum = 0;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            double best = 0;
            for (int rung = 0; rung < demand.rungCount(); rung++) {
                best = Math.max(best, (double) demand.bitrateBps(rung, StreamPlan.ALL_TEMPORAL));
            }
            sum += demand.wanted() ? best : 0;
        }
        return sum;
    }

    /** Chooses for the first video that is wanted; true if it is less than the best. */
    boolean choose(long nowNs, SessionView view, double mediaBps, Plan plan) {
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.isVideo() && demand.wanted() && demand.rungCount() > 0) {
                return choose(nowNs, demand, mediaBps - audioBps(view), plan.stream(i));
            }
        }
        return false;
    }

    private boolean choose(long nowNs, Demand demand, double videoBps, StreamPlan stream) {
        temporalSteps = demand.maxTemporalId(0);
        int top = temporalSteps + demand.rungCount() - 1;
        while (top > temporalSteps && !demand.active(top - temporalSteps)) {
            top--;
        }
        int fits = 0;
        int fitsWell = 0;
        for (int s = 0; s <= top; s++) {
            double bps = bps(demand, s);
            fits = bps > 0 && bps <= videoBps ? s : fits;
            fitsWell = bps > 0 && bps * SPARE <= videoBps ? s : fitsWell;
        }
        poorNs = fits >= step ? Long.MIN_VALUE : poorNs == Long.MIN_VALUE ? nowNs : poorNs;
        if (step < 0 || (fits < step && nowNs - poorNs >= DOWN_AFTER_NS)) {
            downNs = step < 0 ? downNs : nowNs;
            step = fits;
        } else if (fitsWell > step && after(nowNs, upNs, UP_AFTER_NS) && after(nowNs, downNs, upAfterDownNs)) {
            step = fitsWell;
            upNs = nowNs;
        }
        stream.maxRung = Math.max(0, step - temporalSteps);
        stream.maxTemporalId = step >= temporalSteps ? StreamPlan.ALL_TEMPORAL : step;
        return step < top;
    }

    private static boolean after(long nowNs, long sinceNs, long waitNs) {
        return sinceNs == Long.MIN_VALUE || nowNs - sinceNs >= waitNs;
    }

    private double bps(Demand demand, int s) {
        return s < temporalSteps
                ? demand.bitrateBps(0, s)
                : demand.bitrateBps(s - temporalSteps, StreamPlan.ALL_TEMPORAL);
    }
}
