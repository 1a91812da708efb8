package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;

/**
 * Confined to its session. Knows what the channel will carry: of all layers the best one that would not make pictures later than the lowest one does, in the coming
 * seconds, by a fluid queue that is run ahead of time. It does no repair of its own, since the simulated link stands for an ideal erasure code.
 */
final class OracleController implements ViewerController {
    private static final long LOOK_EVERY_NS = 100_000_000L;

    /** Going down takes a keyframe, for which the lowest layers wait up to 2 s. */
    private static final int STAY_STEPS = 40;

    /** Whoever goes up wants to stay there. */
    private static final int RISE_STEPS = 100;

    /** Sizes of frames vary; upwards more is asked, so that two that are equally good do not take turns. */
    private static final double STAY_SPARE = 1.03;

    private static final double RISE_SPARE = 1.06;
    /** Of what is carried, for a source that follows. */
    private static final double USE = 0.93;

    /** Headers on the wire, of packets that are mostly full. */
    private static final double FRAMED = 1.035;

    /** Where even the lowest layer is late, nobody sees a little more of it. */
    private static final double MUCH_LATER = 1.2;

    private static final double RATE_GAIN = 0.03;
    private static final long PACKET_OVERHEAD_BITS = 8 * 28;
    private static final double PACKET_PAYLOAD_BITS = 8 * 1_000;

    /** A link without a bound; whoever adds such figures does not overflow. */
    private static final double MOST_BPS = 1e12;

    private static final double MIN_PACE_BPS = 50_000;
    /** Pictures that wait longer than all but so many are not waited for. */
    private static final double HELD_BACK_SHARE = 0.98;

    /** Feedback comes each 100 ms or so. */
    private static final int DETECTION_MS = 100;

    private static final double DROPPED_SHARE = 0.002;
    private static final int DROPPED_LEAST = 5;
    private static final int MINUTE_STEPS = 600;
    private static final int WORTH_MS = 60;
    private static final int UNEVEN_MS = 100;
    private static final int MOST_DELAY_MS = 600;
    private static final int PLAYOUT_SPAN_MS = 500;
    private static final int DROP_UPPER_MS = 400;
    private static final int EXPIRE_MS = 1_500;

    private final Channel channel;
    private final QueueAhead ahead = new QueueAhead(RISE_STEPS, LOOK_EVERY_NS);
    private final double[][] wireBps = new double[StreamPlan.ALL_TEMPORAL + 1][StreamPlan.ALL_TEMPORAL + 1];
    private long lookedNs = Long.MIN_VALUE;

    /** Of everything that goes out on the lowest step. */
    private double lowestBps;

    private long startNs = Long.MIN_VALUE;
    private int delayMs;
    private int repairMs;
    private double knownBits;

    /** Left and not yet carried. */
    private double inLinkBits;

    private int option = -1;

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
        double sentBits = FRAMED * 8 * GccController.sentBytes(view);
        if (lookedNs != Long.MIN_VALUE) {
            inLinkBits = Math.max(0, inLinkBits + sentBits - knownBits - ahead.bits(nowNs - lookedNs));
        }
        knownBits = sentBits;
        lookedNs = nowNs;
        ahead.look(nowNs, channel);
        double audioBps = 0;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.wanted() && !demand.isVideo() && demand.rungCount() > 0) {
                audioBps += onWire((double) demand.bitrateBps(0, StreamPlan.ALL_TEMPORAL), demand.framesPerSecond(0));
            }
        }
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.wanted() && demand.isVideo() && demand.rungCount() > 0) {
                choose(demand, audioBps, 8.0 * view.queuedBytes() + inLinkBits, plan.stream(i));
                break;
            }
        }
        plan.estimateBps = (long) Math.min(USE * Math.min(ahead.bps(0, 5), ahead.bps(5, 10)), MOST_BPS);
        plan.targetBps = (long) Math.min(ahead.bps(0, STAY_STEPS), MOST_BPS);
        // What waits does so here, where it can be thrown away, and not in the path's queue.
        double freeBits = ahead.bits(LOOK_EVERY_NS) - inLinkBits;
        plan.paceBps = (long) Math.clamp(freeBits * 1e9 / LOOK_EVERY_NS / FRAMED, MIN_PACE_BPS, MOST_BPS);
        holdBack(nowNs, view, plan);
        // The ideal code is the link's; what a queue full of others' packets drops comes again as soon as that is
        // known.
        plan.resendLost = true;
        plan.repairRoundMs = (int) (view.rttNs() / 1_000_000) + DETECTION_MS;
        plan.dropUpperAboveMs = DROP_UPPER_MS;
        plan.expireMs = EXPIRE_MS;
        plan.reason = Reason.BANDWIDTH;
    }

    /** Where even the lowest layer has to wait now and then, pictures are held back for as long; not at once, or the second one would come so much after the first. */
    private void holdBack(long nowNs, SessionView view, Plan plan) {
        if (startNs == Long.MIN_VALUE && lowestBps > 0) {
            startNs = nowNs;
            QueueAhead minute = new QueueAhead(MINUTE_STEPS, LOOK_EVERY_NS);
            minute.look(nowNs, channel);
            double waitMs = minute.waitMs(lowestBps * RISE_SPARE, HELD_BACK_SHARE);
            delayMs = waitMs < WORTH_MS ? 0 : (int) Math.min(waitMs + UNEVEN_MS, MOST_DELAY_MS);
        }
        boolean dropped =
                view.packets().lostCount() > DROPPED_SHARE * view.packets().receivedCount() + DROPPED_LEAST;
        if (dropped && repairMs == 0) {
            repairMs = (int) Math.min(view.rttNs() / 1_000_000 + DETECTION_MS, MOST_DELAY_MS);
            startNs = delayMs > 0 ? startNs : nowNs;
            delayMs = Math.max(delayMs, repairMs);
        }
        if (delayMs > 0) {
            long sinceMs = (nowNs - startNs) / 1_000_000;
            plan.minPlayoutDelayMs = (int) Math.min(delayMs, sinceMs / 100 * 10);
            plan.maxPlayoutDelayMs = plan.minPlayoutDelayMs + PLAYOUT_SPAN_MS;
        }
    }

    private static double onWire(double bps, double framesPerSecond) {
        return bps + PACKET_OVERHEAD_BITS * Math.max(framesPerSecond, bps / PACKET_PAYLOAD_BITS);
    }

    /** The steps: temporal layers of the lowest rung, then whole rungs. */
    private void choose(Demand demand, double audioBps, double queuedBits, StreamPlan stream) {
        int temporalSteps = Math.clamp(demand.maxTemporalId(0), 0, StreamPlan.ALL_TEMPORAL);
        int best = 0;
        double leastLate = Double.NaN;
        for (int s = 0; s < temporalSteps + demand.rungCount(); s++) {
            int rung = Math.max(0, s - temporalSteps);
            double bps = rate(demand, rung, s < temporalSteps ? s : StreamPlan.ALL_TEMPORAL);
            if (!demand.active(rung) || (bps <= 0 && s > 0)) {
                continue;
            }
            boolean rises = s > option;
            boolean switches = rung != demand.currentRung() && s != 0;
            double keyframeBits = switches ? 8.0 * demand.keyframeBytes(rung) : 0;
            double spare = rises ? RISE_SPARE : STAY_SPARE;
            int steps = rises ? RISE_STEPS : STAY_STEPS;
            double late = ahead.lateness((bps + audioBps) * spare, queuedBits + keyframeBits, steps);
            if (s == 0) {
                lowestBps = bps + audioBps;
                leastLate = ahead.lateness((bps + audioBps) * RISE_SPARE, queuedBits, RISE_STEPS);
            } else if (late <= MUCH_LATER * leastLate) {
                best = s;
            }
        }
        option = best;
        stream.maxRung = Math.max(0, best - temporalSteps);
        stream.maxTemporalId = best >= temporalSteps ? StreamPlan.ALL_TEMPORAL : best;
    }

    /** Smoothed: frames are not all the same size, and a keyframe is in the sum for a second. */
    private double rate(Demand demand, int rung, int temporalId) {
        double bps = demand.bitrateBps(rung, temporalId);
        double fps = demand.framesPerSecond(rung);
        int halvings = temporalId == StreamPlan.ALL_TEMPORAL ? 0 : demand.maxTemporalId(rung) - temporalId;
        double wire = bps <= 0 ? 0 : onWire(bps, fps / (1 << Math.max(0, halvings)));
        double before = wireBps[rung][temporalId];
        wireBps[rung][temporalId] = before <= 0 || wire <= 0 ? wire : before + RATE_GAIN * (wire - before);
        return wireBps[rung][temporalId];
    }
}
