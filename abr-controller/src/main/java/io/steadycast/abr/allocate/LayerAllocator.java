package io.steadycast.abr.allocate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.estimate.PathEstimate;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.protect.Costs;

/**
 * Confined to the viewer's shard. Chooses the layers of all subscriptions of a viewer under one budget: audio always, then the best pictures that fit together with
 * what protects them. Down when the budget has been too small for a moment, up when a better choice has been affordable with room to spare for a while; temporal layers
 * go first where the profile says so, and the lowest picture is given up last, with a reason that can be told.
 *
 * <p>Up at a share and after a time, and back-off after a failure: LiveKit's stream allocator and mediasoup's SimulcastConsumer have the like; that the price of a
 * layer holds its protection is ours. Rates are bits a second of UDP payload.
 */
public final class LayerAllocator {
    private static final long MS = 1_000_000L;
    private static final long DOWN_AFTER_NS = 300 * MS;
    private static final long QUEUE_NS = 80 * MS;
    /** A keyframe makes a queue as well, but not for so long. */
    private static final long QUEUE_AFTER_NS = 600 * MS;

    private static final long PAUSE_AFTER_NS = 2_000 * MS;
    /** For the last picture: what an estimate says for a shorter time is oftener a gap of the radio than a path that cannot carry it. */
    private static final long LAST_AFTER_NS = 6_000 * MS;

    private static final long RESUME_AFTER_NS = 2_000 * MS;
    /** While a session finds its level nothing is held back. */
    private static final long FINDING_NS = 5_000 * MS;

    /** The lowest picture stays until it costs so much more than there is. */
    private static final double DEAD_BAND = 1.15;
    /** So much above the assumption an estimate comes from a probe. */
    private static final double PROVEN = 1.2;

    private static final double START_GROWTH = 1.5;
    /** Of an assumption one takes less than of a measurement. */
    private static final double START_SHARE = 0.6;
    /** With a queue in the path: what is sent now is too much. */
    private static final double WITH_QUEUE = 0.9;
    /** A smaller gain is none. */
    private static final double LEAST_GAIN = 0.05;
    /** What a stream that gets worse must bring to the others. */
    private static final double LOSS_OF_ONE = 0.5;

    /** Where a path is known to carry so many times what a choice takes, it changed since an upgrade failed or the picture changed often: neither speaks against it. */
    private static final double AMPLE = 1.5;

    /**
     * Of what there is, so much times the share of feedback that gets lost stays free: an estimate is less exact and a queue is heard of later, and repair by the clock comes
     * in bursts. Where all of it is taken, each of these queues costs base pictures, and keyframes for them.
     */
    private static final double UNHEARD_SPARE = 0.25;

    private static final double STILL_INTERVALS = 2;
    private static final long NEVER = Long.MIN_VALUE;

    private final QualityProfile.Layers layers;
    private final QualityProfile.Rates rates;
    private final Worth worth;
    private final Streams streams = new Streams();
    private long lastNs = NEVER;
    private long elapsedNs;
    private long startNs = NEVER;
    private boolean wentDown;
    private long overSinceNs = NEVER;
    private long queuedSinceNs = NEVER;
    private long betterSinceNs = NEVER;
    private long tooDearSinceNs = NEVER;
    private long roomSinceNs = NEVER;
    private double audioBps;
    private double audioMediaBps;
    private double capacityBps;
    private double budgetBps;
    private boolean queued;
    private double nextBps;
    private double resumeBps = Double.MAX_VALUE;
    private long wantedBps;
    private Reason reason = Reason.START;

    public LayerAllocator(QualityProfile profile) {
        layers = profile.layers();
        rates = profile.rates();
        worth = new Worth(profile);
    }

    /** Decides; what the plan says of layers is changed in place. To be called every 100 ms or so, and on news. */
    public void allocate(long nowNs, SessionView view, PathEstimate path, Costs costs, Plan plan) {
        look(nowNs, view, path, costs);
        if (startNs == NEVER && streams.hasOptions()) {
            startNs = nowNs;
            boolean assumed = path.state == PathEstimate.State.START;
            streams.choose(nowNs, audioBps, (assumed ? START_SHARE : layers.upShare()) * budgetBps, false);
        }
        if (path.state != PathEstimate.State.SILENT) {
            pauseOrResume(nowNs, path.loss);
            if (!down(nowNs, path)) {
                up(nowNs, path);
            }
        }
        findNext(nowNs, path);
        reason = reason(path);
        streams.keepSize(mayFitMore(nowNs, path));
        streams.write(view, plan, atOnceBps(path) - audioBps);
    }

    /**
     * What may be sent at this moment. While nothing is heard that is no more than the base layer; at the start, not much more than was seen to arrive: upper temporal
     * layers cost no keyframe and come a moment later.
     */
    private double atOnceBps(PathEstimate path) {
        return switch (path.state) {
            case SILENT -> 0;
            case START -> isProven(path) ? budgetBps : Math.min(budgetBps, START_GROWTH * path.ackedBps);
            case NORMAL, OVERUSE, DRAIN -> budgetBps;
        };
    }

    /** More than the assumption was ever seen to arrive. */
    private boolean isProven(PathEstimate path) {
        return path.state != PathEstimate.State.START || path.capacityBps >= PROVEN * rates.startBps();
    }

    /** While a session finds its level: a larger picture than the one that was chosen may be known to fit in a moment, or only waits for its keyframe to be safe. */
    private boolean mayFitMore(long nowNs, PathEstimate path) {
        return isFinding(nowNs)
                && wantedBps > 0
                && (wantedBps > path.capacityBps ? path.climbing : streams.sizesStay());
    }

    private void look(long nowNs, SessionView view, PathEstimate path, Costs costs) {
        elapsedNs = lastNs == NEVER ? 0 : nowNs - lastNs;
        lastNs = nowNs;
        audioBps = 0;
        audioMediaBps = 0;
        streams.ensure(view, worth, layers);
        boolean chosen = false;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.isVideo()) {
                chosen |= streams.update(i, elapsedNs, demand, costs);
            } else if (demand.wanted() && demand.rungCount() > 0) {
                audioBps += costs.costBps(demand, 0, StreamPlan.ALL_TEMPORAL);
                audioMediaBps += demand.bitrateBps(0, StreamPlan.ALL_TEMPORAL);
            }
        }
        // While a probe is on its way more may be sent than was ever proven; while a queue drains, less.
        capacityBps = path.capacityBps;
        budgetBps = (double) Math.min(path.budgetBps, path.capacityBps);
        queued = path.queueNs > QUEUE_NS;
        streams.onTick(nowNs);
        streams.sizesStay(!costs.isRepairInTime());
        if (chosen && startNs != NEVER) {
            // The session finds its level anew: what the user asks for comes as soon as it fits, not after it has
            // fitted for a while.
            startNs = nowNs;
            wentDown = false;
        }
    }

    private boolean isFinding(long nowNs) {
        return !wentDown && nowNs - startNs < FINDING_NS;
    }

    /** True while the present choice is too much. */
    private boolean down(long nowNs, PathEstimate path) {
        if (isStill(path)) {
            overSinceNs = overSinceNs == NEVER ? NEVER : overSinceNs + elapsedNs;
            queuedSinceNs = queuedSinceNs == NEVER ? NEVER : queuedSinceNs + elapsedNs;
        }
        double cost = audioBps + streams.costBps();
        double mostBps = heardShare(path) * capacityBps;
        boolean queued = path.queueNs > QUEUE_NS && path.state == PathEstimate.State.OVERUSE;
        queuedSinceNs = queued ? since(queuedSinceNs, nowNs) : NEVER;
        if (startNs == NEVER || (cost <= mostBps && !queued)) {
            overSinceNs = NEVER;
            return false;
        }
        betterSinceNs = NEVER;
        overSinceNs = cost > mostBps ? since(overSinceNs, nowNs) : NEVER;
        boolean tooDear = overSinceNs != NEVER && nowNs - overSinceNs >= DOWN_AFTER_NS;
        boolean tooLong = queued && nowNs - queuedSinceNs >= QUEUE_AFTER_NS;
        if (tooDear || tooLong) {
            double limit = tooLong ? Math.min(mostBps, WITH_QUEUE * cost) : mostBps;
            wentDown |= streams.lower(nowNs, audioBps, limit);
            overSinceNs = NEVER;
            queuedSinceNs = NEVER;
        }
        return true;
    }

    private double upShare(PathEstimate path) {
        return isProven(path) ? heardShare(path) * layers.upShare() : START_SHARE;
    }

    private static double heardShare(PathEstimate path) {
        return 1 - UNHEARD_SPARE * path.feedbackLoss;
    }

    /**
     * Nothing arrives at all: a gap of the radio, or the beginning of an outage. A path that became slower brings some of what was sent all the time; until something
     * comes, what was seen before it says nothing of what it will carry.
     */
    private static boolean isStill(PathEstimate path) {
        return path.quietNs > STILL_INTERVALS * path.feedbackIntervalNs;
    }

    private void up(long nowNs, PathEstimate path) {
        if (startNs == NEVER) {
            return;
        }
        boolean better = streams.findBetter(nowNs, audioBps, upShare(path) * budgetBps, LEAST_GAIN, LOSS_OF_ONE)
                || streams.findAmple(audioBps, budgetBps / AMPLE, LEAST_GAIN, LOSS_OF_ONE);
        if (!better) {
            betterSinceNs = NEVER;
            return;
        }
        if (betterSinceNs == NEVER) {
            betterSinceNs = nowNs;
        }
        long holdNs = layers.upHoldMs() * MS;
        if (isFinding(nowNs) || nowNs - betterSinceNs >= holdNs) {
            streams.takeBetter(nowNs, !isFinding(nowNs));
            betterSinceNs = NEVER;
        }
    }

    /** What the least repair of an erasure channel would add is counted, not what protection costs at the moment: that can be thriftier. */
    private void pauseOrResume(long nowNs, double loss) {
        double leastBps = audioMediaBps + streams.lowestMediaBps() / (1 - loss);
        boolean tooDear = leastBps > DEAD_BAND * capacityBps && streams.shownCount() > 0;
        tooDearSinceNs = tooDear ? since(tooDearSinceNs, nowNs) : NEVER;
        long afterNs = streams.shownCount() > 1 ? PAUSE_AFTER_NS : LAST_AFTER_NS;
        if (tooDear && nowNs - tooDearSinceNs >= afterNs) {
            streams.pauseLast();
            tooDearSinceNs = NEVER;
        }
        resumeBps = leastBps + streams.nextPausedMediaBps() / (1 - loss);
        boolean room = streams.pausedCount() > 0 && resumeBps <= capacityBps;
        roomSinceNs = room ? since(roomSinceNs, nowNs) : NEVER;
        if (room && nowNs - roomSinceNs >= RESUME_AFTER_NS) {
            streams.resumeFirst();
            roomSinceNs = NEVER;
        }
    }

    private static long since(long sinceNs, long nowNs) {
        return sinceNs == NEVER ? nowNs : sinceNs;
    }

    /** What the estimate must be for the next choice to be taken: more of an assumption than of a measurement. */
    private void findNext(long nowNs, PathEstimate path) {
        if (streams.pausedCount() > 0) {
            nextBps = audioBps + streams.lowestWithNextBps();
            wantedBps = (long) Math.min(resumeBps, nextBps);
            return;
        }
        nextBps = streams.nextBps(audioBps, LEAST_GAIN);
        boolean mayGo = nextBps > 0 && streams.mayGoUp(nowNs);
        wantedBps = (long) (mayGo ? nextBps / upShare(path) : AMPLE * nextBps);
    }

    private Reason reason(PathEstimate path) {
        if (startNs == NEVER) {
            return Reason.START;
        }
        if (path.state == PathEstimate.State.SILENT) {
            return Reason.NO_FEEDBACK;
        }
        if (streams.pausedCount() > 0) {
            return Reason.AUDIO_ONLY;
        }
        if (nextBps == 0) {
            return Reason.ALL_FITS;
        }
        if (overSinceNs != NEVER || path.state == PathEstimate.State.OVERUSE) {
            return Reason.OVERUSE;
        }
        if (path.lossKind == PathEstimate.LossKind.POLICER) {
            return Reason.POLICER;
        }
        boolean withoutProtection = audioBps + streams.nextMediaBps() <= layers.upShare() * budgetBps;
        return withoutProtection && path.loss > 0 ? Reason.PROTECTION : Reason.BANDWIDTH;
    }

    /** What the next better choice takes with all that protects it and the room to spare, for a prober, more if it may not be tried again yet; 0 if there is none. */
    public long wantedBps() {
        return wantedBps;
    }

    /** What audio and the base layers that are shown take, with no protection: less than this means that they stop. */
    public long leastBps() {
        return (long) (audioBps + streams.lowestMediaBps());
    }

    /** Why the choice is as it is. */
    public Reason reason() {
        return reason;
    }

    /** Not one picture is left: nothing that a probe could disturb but audio, and nothing else that would prove that one fits again. */
    public boolean isDark() {
        return streams.pausedCount() > 0 && streams.shownCount() == 0;
    }

    /** What the choice takes on the wire, everything together. */
    public long costBps() {
        return (long) (audioBps + streams.costBps());
    }

    /** Not even the lowest pictures fit with all their protection; it has to be thrifty. */
    public boolean isTight() {
        return startNs != NEVER && audioBps + streams.costBps() > capacityBps && streams.isLowest();
    }

    /** Nor does audio with all its redundancy fit beside the bare pictures, or it feeds a queue that is to drain. */
    public boolean isAudioTight() {
        double bareBps = audioBps + streams.lowestMediaBps();
        return isTight() && bareBps > (queued ? budgetBps : capacityBps);
    }

    /** The lowest pictures could not be sent twice, however large the other ones are. */
    public boolean isScarce() {
        return startNs != NEVER && audioBps + 2 * streams.lowestMediaBps() > capacityBps;
    }

    /** What the next better choice would take; 0 if there is none. */
    public long nextBps() {
        return (long) nextBps;
    }

    /** The rung chosen for a subscription; -1 if it is given up, or nothing is known of it. */
    public int rung(int demand) {
        return streams.rung(demand);
    }

    public int temporalId(int demand) {
        return streams.temporalId(demand);
    }
}
