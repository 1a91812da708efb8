package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;

/**
 * Confined to its session. Knows what the channel will carry: the best layer whose every stretch of the coming seconds fits, and no repair of its own, since the
 * simulated link stands for an ideal erasure code.
 */
final class OracleController implements ViewerController {
    private static final long STRETCH_NS = 500_000_000L;
    private static final int STRETCHES = 8;

    /** Frames are not all the same size, and headers cost as well. */
    private static final double USE = 0.92;

    /** A link without a bound; whoever adds such figures does not overflow. */
    private static final double MOST_BPS = 1e12;

    /** So much less for a layer above: no flapping where two are equally good. */
    private static final double UP_USE = 0.92;

    private static final double MIN_PACE_BPS = 50_000;
    private static final int DROP_UPPER_MS = 400;
    private static final int EXPIRE_MS = 1_500;
    private static final long LOOK_EVERY_NS = 100_000_000L;

    private final Channel channel;
    private long lookedNs = Long.MIN_VALUE;

    OracleController(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void onFeedback(long nowNs, SessionView view) {
        // It needs no telling.
    }

    @Override
    public void onTick(long nowNs, SessionView view, Plan plan) {
        if (lookedNs != Long.MIN_VALUE && nowNs - lookedNs < LOOK_EVERY_NS) {
            return;
        }
        lookedNs = nowNs;
        double now = channel.goodputBps(nowNs, nowNs + STRETCH_NS);
        double worst = now;
        for (int i = 1; i < STRETCHES; i++) {
            worst = Math.min(worst, channel.goodputBps(nowNs + i * STRETCH_NS, nowNs + (i + 1) * STRETCH_NS));
        }
        double available = USE * worst;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.wanted() && !demand.isVideo() && demand.rungCount() > 0) {
                available -= demand.bitrateBps(0, StreamPlan.ALL_TEMPORAL);
            }
        }
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.wanted() && demand.isVideo() && demand.rungCount() > 0) {
                available -= choose(demand, available, plan.stream(i));
            }
        }
        plan.estimateBps = (long) Math.min(now, MOST_BPS);
        plan.targetBps = (long) Math.min(worst, MOST_BPS);
        // What waits does so here, where it can be thrown away, and not in the path's queue.
        plan.paceBps = (long) Math.max(now, MIN_PACE_BPS);
        plan.dropUpperAboveMs = DROP_UPPER_MS;
        plan.expireMs = EXPIRE_MS;
        plan.reason = Reason.BANDWIDTH;
    }

    /** Answers what it takes. */
    private static double choose(Demand demand, double available, StreamPlan stream) {
        stream.maxRung = 0;
        stream.maxTemporalId = 0;
        double taken = demand.bitrateBps(0, 0);
        for (int temporal = 1; temporal <= demand.maxTemporalId(0); temporal++) {
            double bps = demand.bitrateBps(0, temporal);
            if (bps <= available) {
                stream.maxTemporalId = temporal;
                taken = bps;
            }
        }
        for (int rung = 0; rung < demand.rungCount(); rung++) {
            double bps = demand.bitrateBps(rung, StreamPlan.ALL_TEMPORAL);
            double share = rung > demand.currentRung() ? UP_USE : 1;
            if (demand.active(rung) && bps <= share * available) {
                stream.maxRung = rung;
                stream.maxTemporalId = StreamPlan.ALL_TEMPORAL;
                taken = bps;
            }
        }
        return taken;
    }
}
