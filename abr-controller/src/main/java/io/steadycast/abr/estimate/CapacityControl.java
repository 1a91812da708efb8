package io.steadycast.abr.estimate;

import io.steadycast.abr.estimate.PathEstimate.State;
import io.steadycast.abr.profile.QualityProfile;

/**
 * Confined to the viewer's shard. The rate that follows from what the queue of the path does. Up while what may be sent is sent and nothing waits: by so much a second
 * near the rate that last was too high, doubling further away, alike for everybody so that flows become equal. Down to what a busy path was seen to carry when packets
 * wait longer and longer, and for a moment below that so that the queue empties. A step down is taken back when packets sent before it find the queue gone (as RFC 5682
 * does for timeouts): then it was a gap of the radio, or jitter. A queue that does not react to us is taken for the path's own.
 */
final class CapacityControl {
    private static final long MS = 1_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final double BACK_OFF = 0.95;
    private static final double USED = 0.75;
    private static final double FULLY_USED = 0.85;
    private static final double FAST_SLOPE = 0.08;
    private static final long FAST_EXTRA_NS = 20 * MS;
    private static final double SUDDEN_SLOPE = 0.25;
    private static final long SUDDEN_EXTRA_NS = 45 * MS;
    private static final double FALLING = -0.03;
    private static final double NOT_FALLING = -0.1;
    private static final double FED = 0.93;
    private static final double FLAT = 0.03;
    private static final long PASSING_NS = 80 * MS;
    private static final double PASSING = 1.05;
    private static final double DRAIN_NS = 400e6;
    private static final double DRAIN_LEAST = 0.15;
    private static final double DRAIN_MOST = 0.95;
    private static final double MOST_GROWTH = 2;
    private static final double PACKET_BITS = 9_600;
    private static final double MOST_PACKET_NS = 40e6;
    private static final long DRAINED_NS = 8 * MS;
    private static final long WORSE_NS = 20 * MS;
    private static final long STUBBORN_NS = 1_500 * MS;
    private static final double COMPETE = 0.9;
    private static final double HELD_BACK = 2;
    private static final long STEP_NS = 40 * MS;
    private static final long LENGTHENED_NS = 320 * MS;
    private static final double BACKLOG_S = 0.1;
    private static final long LONGEST_NS = 2_500 * MS;
    private static final double MAX_STEP_S = 0.2;
    private static final double EXCESS_DEVIATIONS = 2.5;
    private static final int EXCESS_LEAST = 2;

    private final QualityProfile.Rates rates;
    private final PacketGroups groups;
    private final DelayMeter delay;
    private final RateMeter rate;
    private final PolicedRate policed;
    private final StillDelay still;
    private final Growth growth;
    private final Competition competition;
    private final Competition.Situation situation = new Competition.Situation();
    private State state = State.START;
    private double capacityBps;
    private double provenBps;
    private double budgetBps;
    private long updatedNs = Long.MIN_VALUE;
    private long decidedNs = Long.MIN_VALUE;
    private long decidedSentNs;
    private long decidedQueueNs;
    private long mostQueueNs;
    private double decidedGrowthNs;
    private double decidedBps;
    private double beforeBps;
    private boolean undoable;
    private State beforeSilence = State.START;
    private boolean guessed;
    private long stateNs = Long.MIN_VALUE;

    CapacityControl(
            QualityProfile.Rates rates, PacketGroups groups, DelayMeter delay, RateMeter rate, PolicedRate policed) {
        this.rates = rates;
        this.groups = groups;
        this.delay = delay;
        this.rate = rate;
        this.policed = policed;
        still = new StillDelay(groups);
        growth = new Growth(rate);
        competition = new Competition(groups);
        capacityBps = rates.startBps();
        budgetBps = capacityBps;
    }

    State state() {
        return state;
    }

    /** Since when it is in its state. */
    long stateNs() {
        return stateNs;
    }

    double capacityBps() {
        return capacityBps;
    }

    double budgetBps() {
        return budgetBps;
    }

    /** Of what may be sent, enough is sent for a queue to be of our making. */
    boolean used(double share) {
        return rate.sentBps() >= share * budgetBps;
    }

    /** A probe or loss says it better. */
    void set(double bps) {
        capacityBps = bounded(bps);
        provenBps = bps;
        if (state == State.START || state == State.NORMAL) {
            budgetBps = capacityBps;
        }
    }

    private double bounded(double bps) {
        double least = rates.minBps();
        return Math.clamp(bps, least, Math.clamp(policed.bps(), least, (double) rates.maxBps()));
    }

    /** A policer drops what exceeds its rate, whatever the queue says. */
    void onPoliced(long nowNs) {
        capacityBps = bounded(capacityBps);
        budgetBps = Math.min(budgetBps, capacityBps);
        growth.pause();
        if (state == State.START) {
            transit(nowNs, State.NORMAL);
        }
    }

    private void transit(long nowNs, State to) {
        state = to;
        stateNs = nowNs;
    }

    /** The start is over: from now on only probes make big steps. */
    void started(long nowNs) {
        if (state == State.START) {
            transit(nowNs, State.NORMAL);
            if (!used(USED)) {
                // What grew beyond the first guess did so on the hope that more would be sent.
                double believedBps = Math.max(Math.max(provenBps, (double) rates.startBps()), growth.mostBps());
                capacityBps = bounded(Math.min(capacityBps, believedBps));
                budgetBps = capacityBps;
            }
        }
    }

    /** Feedback stays away; it may mean anything, so nothing rises, and what is sent becomes less the longer it lasts. */
    void silent(long nowNs, double share) {
        if (state != State.SILENT) {
            beforeSilence = state;
            transit(nowNs, State.SILENT);
        }
        budgetBps = Math.min(budgetBps, bounded(share * capacityBps));
    }

    /** {@code waitingBytes}: what waits on our side, and would fill the queue again at once. */
    void onFeedback(long nowNs, long roundNs, double loss, int waitingBytes) {
        double seconds = updatedNs == Long.MIN_VALUE ? 0 : Math.min((nowNs - updatedNs) / NS_PER_SECOND, MAX_STEP_S);
        updatedNs = nowNs;
        if (state == State.SILENT) {
            // A queue that was to drain is still the question, and so is what a path carries of which little was known.
            transit(nowNs, beforeSilence);
            growth.pause();
            budgetBps = capacityBps;
        }
        situation.roundNs = roundNs;
        situation.loss = loss;
        situation.seconds = seconds;
        if (competition.active()) {
            compete(nowNs);
        } else if (state == State.DRAIN) {
            drain(nowNs, roundNs, loss, waitingBytes);
        } else if (lengthened(queueNs())) {
            delay.rebase(nowNs);
        } else if (overused() && !delay.mayBeShift()) {
            backOff(nowNs, loss);
        } else {
            grow(seconds, roundNs);
            budgetBps = capacityBps;
        }
    }

    private void compete(long nowNs) {
        situation.queueNs = delay.shortQueueNs();
        situation.emptyNs = emptyNs();
        capacityBps = bounded(competition.next(nowNs, capacityBps, rate.sentBps(), used(USED), situation));
        budgetBps = capacityBps;
        growth.pause();
        if (competition.active() && competition.doubtful(nowNs)) {
            competition.leave();
            giveWay(nowNs, capacityBps, false);
        }
    }

    /** Somebody else fills the queue. */
    boolean competing() {
        return competition.active();
    }

    private boolean overused() {
        long thresholdNs = delay.thresholdNs() + packetNs();
        boolean fast = delay.shortQueueNs() > thresholdNs + FAST_EXTRA_NS && delay.slope() > FAST_SLOPE;
        boolean sudden = delay.latestQueueNs() > thresholdNs + SUDDEN_EXTRA_NS && delay.slope() > SUDDEN_SLOPE;
        boolean slow = delay.longQueueNs() > thresholdNs && delay.slope() > FALLING && used(FULLY_USED);
        return ((fast || sudden) && delay.flatNs() < STEP_NS) || slow;
    }

    /** The delay jumped and stands still, while less is sent than was carried or a queue would move: not a queue but a longer way. */
    private boolean lengthened(long queueNs) {
        return queueNs > emptyNs()
                && delay.longQueueNs() > emptyNs()
                && ((delay.flatNs() > LENGTHENED_NS && !used(FULLY_USED)) || still.noQueue(situation.roundNs));
    }

    /** A large packet takes this long where a small one set the least delay. */
    private long packetNs() {
        return (long) Math.min(PACKET_BITS / capacityBps * NS_PER_SECOND, MOST_PACKET_NS);
    }

    /** No more than this is no queue. */
    private long emptyNs() {
        return Math.max(DRAINED_NS, delay.thresholdNs() / 2) + packetNs();
    }

    /** Also what came in the last moments of a queue that just began. */
    private long queueNs() {
        return Math.max(delay.shortQueueNs(), delay.latestQueueNs());
    }

    private void backOff(long nowNs, double loss) {
        double measured = measured(loss);
        boolean guess = rate.carriedBps(delay.base().baseNs(), waitedNs()) < 0;
        if (measured > PASSING * capacityBps && queueNs() < PASSING_NS) {
            growth.pause();
            return;
        }
        if (state == State.DRAIN) {
            // What is sent since is too little to say whether the queue would have gone by itself.
            undoable = false;
            noteQueue(nowNs, measured);
        } else {
            giveWay(nowNs, measured, true);
            guessed = guess;
        }
        decidedBps = Math.max(decidedBps, Math.min(measured, beforeBps));
        capacityBps = bounded(Math.min(capacityBps, BACK_OFF * measured));
        growth.pause();
        drainBudget();
    }

    private void giveWay(long nowNs, double measuredBps, boolean mayBeUndone) {
        beforeBps = capacityBps;
        decidedBps = Math.min(measuredBps, beforeBps);
        undoable = mayBeUndone;
        noteQueue(nowNs, measuredBps);
        mostQueueNs = decidedQueueNs;
        competition.begin(nowNs, decidedQueueNs);
        transit(nowNs, State.DRAIN);
        drainBudget();
    }

    private void noteQueue(long nowNs, double carriedBps) {
        decidedNs = nowNs;
        decidedSentNs = groups.lastSentNs(0);
        decidedQueueNs = queueNs();
        double growth = Math.clamp(rate.sentBps() / carriedBps - 1, 0, MOST_GROWTH);
        decidedGrowthNs = growth * (nowNs - decidedSentNs);
    }

    /** Whoever waited longer did so in a queue. */
    private long waitedNs() {
        return packetNs() + delay.thresholdNs() / 3;
    }

    /** A step down that had to go by what was sent, since too little of the queue was seen, is set right by what comes out of it. */
    private void correctGuess(double loss) {
        if (guessed && rate.carriedBps(delay.base().baseNs(), waitedNs()) > 0) {
            guessed = false;
            double carried = Math.min(BACK_OFF * measured(loss), beforeBps);
            decidedBps = Math.max(decidedBps, carried);
            capacityBps = bounded(carried);
        }
    }

    /** What the path carries, seen on a queue that never was empty. */
    private double measured(double loss) {
        double carried = rate.carriedBps(delay.base().baseNs(), waitedNs());
        if (carried < 0) {
            double sent = rate.sentBps();
            return sent < 0 ? capacityBps : sent / (1 + Math.max(0, delay.slope()));
        }
        // What a full queue dropped never used the path.
        int known = rate.busyKnown();
        double expected = known * loss;
        double excess = rate.busyLost() - expected;
        if (excess > EXCESS_LEAST + EXCESS_DEVIATIONS * Math.sqrt(expected * (1 - loss))) {
            carried *= (1 - (double) rate.busyLost() / known) / (1 - loss);
        }
        return carried;
    }

    private void drain(long nowNs, long roundNs, double loss, int waitingBytes) {
        long queueNs = queueNs();
        mostQueueNs = Math.max(mostQueueNs, queueNs);
        correctGuess(loss);
        if (lengthened(queueNs)) {
            acceptLength(nowNs);
        } else if (undoable && passed()) {
            capacityBps = bounded(Math.max(capacityBps, beforeBps));
            end(nowNs);
        } else if (queueNs < emptyNs()) {
            restore(loss);
            if (waitingBytes * 8.0 <= BACKLOG_S * capacityBps || nowNs - decidedNs > LONGEST_NS) {
                end(nowNs);
            }
        } else if (nowNs - decidedNs > roundNs + 100 * MS) {
            boolean worse = queueNs > decidedQueueNs + WORSE_NS && delay.slope() > FAST_SLOPE;
            // As much is sent as leaves the queue.
            boolean fed =
                    queueNs > 2 * emptyNs() && delay.slope() > NOT_FALLING && rate.sentBps() > FED * measured(loss);
            if (competition.useless(nowNs, situation.seconds, rate.sentBps() / decidedBps, queueNs, roundNs)) {
                competition.enter(nowNs);
                capacityBps = bounded(Math.max(capacityBps, COMPETE * beforeBps));
                end(nowNs);
            } else if (worse || fed) {
                backOff(nowNs, loss);
            } else if (nowNs - decidedNs > Math.max(STUBBORN_NS, 3 * roundNs)
                    && Math.abs(delay.slope()) < FLAT
                    && !used(FULLY_USED)) {
                acceptLength(nowNs);
            }
        }
        if (state == State.DRAIN) {
            drainBudget();
        }
    }

    /** There was no need to give way. But where packets waited on the longer way as well, it carries no more than it was seen to. */
    private void acceptLength(long nowNs) {
        boolean filled = mostQueueNs > delay.longQueueNs() + WORSE_NS + packetNs();
        delay.rebase(nowNs);
        capacityBps = bounded(Math.max(capacityBps, filled ? decidedBps : beforeBps));
        end(nowNs);
    }

    /** The queue is gone: how its last packets left tells whether the path really became slower, or held them back for a moment. */
    private void restore(double loss) {
        double emptied = rate.emptiedBps(decidedSentNs, delay.base().baseNs(), emptyNs(), loss);
        if (emptied > HELD_BACK * capacityBps) {
            capacityBps = bounded(Math.max(capacityBps, Math.min(beforeBps, BACK_OFF * emptied)));
        }
    }

    /** Packets that were under way when the decision fell found the queue gone. */
    private boolean passed() {
        long queueNs = delay.queueOfNs(decidedSentNs + 1, decidedNs);
        if (queueNs < 0) {
            return false;
        }
        if (groups.lastSentNs(0) > decidedNs) {
            undoable = false;
        }
        return queueNs < emptyNs();
    }

    private void end(long nowNs) {
        transit(nowNs, State.NORMAL);
        undoable = false;
        growth.pause();
        budgetBps = capacityBps;
    }

    private void drainBudget() {
        double share = Math.clamp(1 - expectedQueueNs() / DRAIN_NS, DRAIN_LEAST, DRAIN_MOST);
        budgetBps = bounded(share * capacityBps);
    }

    /** What left before the decision still fills the queue: until the first packet behind it is heard of, the queue is taken to have grown on as it did. */
    private double expectedQueueNs() {
        double queueNs = (double) queueNs();
        boolean heard = groups.lastSentNs(0) > decidedNs;
        return heard ? queueNs : Math.max(queueNs, decidedQueueNs + decidedGrowthNs);
    }

    private void grow(double seconds, long roundNs) {
        if (!used(USED)) {
            return;
        }
        if (delay.shortQueueNs() > emptyNs()) {
            growth.pause();
            return;
        }
        double next = growth.next(capacityBps, seconds, state == State.START ? roundNs : Growth.STARTED);
        capacityBps = bounded(Math.max(capacityBps, next));
    }
}
