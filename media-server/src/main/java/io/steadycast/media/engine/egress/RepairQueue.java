package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Protection;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. What of a subscription is to be sent again: whether it is worth it, how often, and what waits for budget. Time is counted in rounds, one of
 * which is what an attempt takes until the next one could leave; the plan says how often a packet leaves in a round, more often the fewer rounds are left before
 * its deadline (Hairpin, NSDI 2024). A repeat within one round is not answered: a receive-only libwebrtc has no RTT and asks again every 100 ms (nack_requester.cc).
 */
final class RepairQueue {
    /** Answers that wait for budget; as many as one gap may have. */
    private static final int BOUND = 256;

    /** Bursts of losses wait no longer than that for the pacer. What does is more than there is budget for: nothing is sent twice, and upper layers not again. */
    private static final long PRESSED_NS = 60_000_000L;

    private static final double NS_PER_S = 1e9;
    private static final double PACKET_BITS = 1_000 * 8;

    /** What may be sent again at all may be sent twice: the next round is longer than both take. */
    private static final int LEAST_TIMES = 2;

    private static final int URGENT = 0;
    private static final int OTHERS = 1;
    private static final long NS_PER_MS = 1_000_000L;

    /**
     * For so long after its deadline a frame that others depend on is repaired on: what waits behind it is shown late, which is sooner than a keyframe could be there
     * (one may cost seconds, see KeyframeScheduler).
     */
    private static final long GRACE_NS = 1_000 * NS_PER_MS;

    private final EgressConfig.Repair config;
    private final int index;
    private final Outbox outbox;
    private final Pacer pacer;
    private final RttEstimator rtt;
    private final PacketSender sender;
    private final DropTally drops;
    private final Retransmitter retransmitter;
    private final SentLog sentLog;
    private final FirstPicture pictures;

    /** First what the picture stands still without: where more is lost than there is budget to repair, upper layers give way. */
    private final Waiting[] waiting = {new Waiting(), new Waiting()};

    private long usefulFrom;
    private boolean gaveUp;

    /** {@code index}: the place of the m-section. */
    RepairQueue(Subscription.Shared shared, int index, Retransmitter retransmitter, RtpRewriter rewriter) {
        config = shared.config().repair();
        outbox = shared.outbox();
        pacer = shared.pacer();
        rtt = shared.rtt();
        sender = shared.sender();
        drops = sender.drops();
        this.index = index;
        this.retransmitter = retransmitter;
        sentLog = rewriter.sentLog();
        pictures = rewriter.pictures();
    }

    boolean isWaiting() {
        return waiting[URGENT].count > 0 || waiting[OTHERS].count > 0;
    }

    boolean isUseful(long viewerSeq) {
        return viewerSeq >= usefulFrom;
    }

    /** What has a lower number is of no use to the viewer any more. */
    void giveUpBefore(long viewerSeq) {
        usefulFrom = viewerSeq;
        clear();
    }

    void clear() {
        for (Waiting each : waiting) {
            each.count = 0;
            each.repeats.clear();
        }
    }

    /** Whether the deadline of something passed, since the last call, without which the picture stands still. */
    boolean takeGivenUp() {
        boolean was = gaveUp;
        gaveUp = false;
        return was;
    }

    /** What one attempt takes. */
    long roundNs() {
        Plan plan = outbox.plan();
        return plan != null && plan.repairRoundMs > 0
                ? plan.repairRoundMs * NS_PER_MS
                : rtt.rttNs() + config.reorderMarginMs() * NS_PER_MS;
    }

    /** The same where feedback leads the repair, else 0. */
    long ledRoundNs() {
        Plan plan = outbox.plan();
        return plan != null && plan.resendLost ? roundNs() : 0;
    }

    /** The moment after which a packet is not sent again; {@link Long#MAX_VALUE} without a bound, and while nothing is shown that could stand still. */
    long deadlineNs(int slot) {
        return pictures.isAwaited() ? Long.MAX_VALUE : wantedNs(slot);
    }

    /** When a packet is to be there: what waits behind a first picture for longer is late all at once. */
    private long wantedNs(int slot) {
        Plan plan = outbox.plan();
        return plan == null || plan.repairDeadlineMs <= 0
                ? Long.MAX_VALUE
                : sentLog.sentNs(slot) + plan.repairDeadlineMs * NS_PER_MS;
    }

    /** The viewer asks for a number whose packet went out, or was given up. */
    void request(long nowNs, TrackSource source, int slot) {
        DropReason refusal = refusal(nowNs, slot);
        if (refusal == null) {
            repair(nowNs, source, slot);
        } else {
            drops.count(refusal);
        }
    }

    private @Nullable DropReason refusal(long nowNs, int slot) {
        if (!retransmitter.isPossible()) {
            return DropReason.NACK_BUDGET;
        }
        if (!isUseful(sentLog.viewerSeq(slot))) {
            return DropReason.NACK_TOO_OLD;
        }
        if (sentLog.state(slot) == SentLog.QUEUED) {
            return DropReason.NACK_SUPPRESSED;
        }
        boolean repeated = sentLog.resends(slot) > 0 || sentLog.copied(slot);
        return repeated && nowNs - sentLog.lastSentNs(slot) < roundNs() ? DropReason.NACK_SUPPRESSED : null;
    }

    /** The viewer lacks it: it leaves now, or as soon as it may, as often as the plan says. False: it is of no use any more, or may not be sent again. */
    boolean repair(long nowNs, TrackSource source, int slot) {
        if (!retransmitter.isPossible() || !isUseful(sentLog.viewerSeq(slot))) {
            return false;
        }
        if (isOnItsWay(slot)) {
            drops.count(DropReason.NACK_RELIABLE);
            return false;
        }
        if (isLate(nowNs, slot)) {
            giveUp(slot);
            return false;
        }
        boolean urgent = holdsOthers(slot);
        boolean pressed = waitedNs(nowNs) > PRESSED_NS && !(urgent && isClocked());
        Waiting line = waiting[urgent ? URGENT : OTHERS];
        int times = pressed
                ? Math.min(urgent ? 1 : 0, times(nowNs, slot))
                : Math.min(times(nowNs, slot), Math.max(LEAST_TIMES, (int) (room() - line.repeats.count())));
        if (times <= 0) {
            drops.count(DropReason.REPAIR_UNWANTED);
            return true;
        }
        if (line.contains(sentLog.viewerSeq(slot))) {
            drops.count(DropReason.NACK_SUPPRESSED);
            return true;
        }
        if (sentLog.resends(slot) >= config.maxResends() || line.count == BOUND) {
            drops.count(DropReason.NACK_BUDGET);
            return false;
        }
        // Counted when it is asked for, so that what already waits in the queue is not queued again.
        sentLog.resent(nowNs, slot);
        sentLog.flying(slot, times);
        long viewerSeq = sentLog.viewerSeq(slot);
        if (!isWaiting() && pacer.admits(nowNs, PacketClass.RTX)) {
            send(nowNs, source, slot);
        } else {
            line.add(nowNs, viewerSeq);
        }
        if (times > 1) {
            repeat(line, viewerSeq, times - 1, nowNs);
        }
        return true;
    }

    /**
     * Packets that leave before whatever comes behind them is pressed. Where repair goes by the clock a round is worth all of its sendings, also of what waits: nobody is
     * heard of in time to make up for what was left out, few rounds are left, and the keyframe that a base picture given up asks for is more than they are.
     */
    private long room() {
        double paceBps = pacer.paceBps();
        return paceBps <= 0 || isClocked() ? Integer.MAX_VALUE : (long) (paceBps * PRESSED_NS / NS_PER_S / PACKET_BITS);
    }

    private boolean isClocked() {
        Plan plan = outbox.plan();
        return plan != null && plan.resendUnheard;
    }

    /** For how long something has been waiting for budget. */
    long waitedNs(long nowNs) {
        return Math.max(waiting[URGENT].waitedNs(nowNs), waiting[OTHERS].waitedNs(nowNs));
    }

    private void repeat(Waiting line, long viewerSeq, int times, long nowNs) {
        StreamPlan plan = outbox.stream(index);
        long spacingNs = plan == null ? 0 : plan.copyDelayMs * NS_PER_MS;
        if (!line.repeats.offer(index, viewerSeq, times, nowNs + spacingNs)) {
            drops.count(DropReason.PACER_OVERFLOW);
            int slot = sentLog.find(viewerSeq);
            if (slot >= 0) {
                sentLog.flying(slot, -times);
            }
        }
    }

    /** It left over TCP: once more would only take longer. What did not leave, or left by UDP before, may be lost. */
    private boolean isOnItsWay(int slot) {
        return sentLog.state(slot) == SentLog.SENT
                && sentLog.flying(slot) > 0
                && sentLog.sentNs(slot) >= sender.reliableSinceNs();
    }

    private boolean isLate(long nowNs, int slot) {
        long lateNs = nowNs - deadlineNs(slot);
        return sentLog.state(slot) == SentLog.SENT && lateNs > (holdsOthers(slot) ? GRACE_NS : 0);
    }

    /** Whether the picture stands still without it. */
    private boolean holdsOthers(int slot) {
        FrameClass kind = sentLog.frameClass(slot);
        return kind == FrameClass.KEY || kind == FrameClass.T0;
    }

    private void giveUp(int slot) {
        drops.count(DropReason.REPAIR_LATE);
        gaveUp |= holdsOthers(slot);
    }

    private int times(long nowNs, int slot) {
        StreamPlan plan = outbox.stream(index);
        return plan == null || sentLog.state(slot) != SentLog.SENT
                ? 1
                : plan.protection(sentLog.frameClass(slot)).resends[roundsLeft(nowNs, slot)];
    }

    /** Attempts before the deadline, this one included: 1 to {@link Protection#MAX_ROUNDS}. */
    private int roundsLeft(long nowNs, int slot) {
        // By the clock an awaited picture leaves again each round in any case, heard of or not.
        long deadlineNs = isClocked() ? deadlineNs(slot) : wantedNs(slot);
        if (deadlineNs == Long.MAX_VALUE) {
            return Protection.MAX_ROUNDS;
        }
        long rounds = 1 + Math.max(0, deadlineNs - nowNs) / Math.max(roundNs(), NS_PER_MS);
        return (int) Math.min(rounds, Protection.MAX_ROUNDS);
    }

    /** What waited and may leave now. */
    void drain(long nowNs, TrackSource source) {
        for (Waiting line : waiting) {
            while ((line.count > 0 || line.repeats.isDue(nowNs))
                    && pacer.admits(nowNs, PacketClass.RTX)
                    && retransmitter.hasRoom()) {
                long viewerSeq = line.count > 0 ? line.take() : takeRepeat(line, nowNs);
                int slot = sentLog.find(viewerSeq);
                if (slot >= 0) {
                    sendUnlessSettled(nowNs, source, slot);
                }
            }
        }
    }

    private long takeRepeat(Waiting line, long nowNs) {
        long viewerSeq = line.repeats.viewerSeq();
        int left = line.repeats.times() - 1;
        line.repeats.remove();
        if (left > 0) {
            repeat(line, viewerSeq, left, nowNs);
        }
        return viewerSeq;
    }

    private void sendUnlessSettled(long nowNs, TrackSource source, int slot) {
        if (sentLog.hasArrived(slot)) {
            sentLog.flying(slot, -1);
        } else if (isLate(nowNs, slot)) {
            sentLog.flying(slot, -1);
            giveUp(slot);
        } else {
            send(nowNs, source, slot);
        }
    }

    private void send(long nowNs, TrackSource source, int slot) {
        if (retransmitter.resend(nowNs, source, slot)) {
            sentLog.copied(nowNs, slot);
        } else {
            sentLog.flying(slot, -1);
        }
    }

    /** What waits for budget, and what is to be sent once more, of one urgency; in order. */
    private static final class Waiting {
        private final long[] viewerSeqs = new long[BOUND];
        private final long[] sinceNs = new long[BOUND];
        final Copies repeats = new Copies();
        private int head;
        int count;

        void add(long nowNs, long viewerSeq) {
            viewerSeqs[(head + count) % BOUND] = viewerSeq;
            sinceNs[(head + count) % BOUND] = nowNs;
            count++;
        }

        long waitedNs(long nowNs) {
            return count > 0 ? nowNs - sinceNs[head] : 0;
        }

        boolean contains(long viewerSeq) {
            for (int i = 0; i < count; i++) {
                if (viewerSeqs[(head + i) % BOUND] == viewerSeq) {
                    return true;
                }
            }
            return false;
        }

        long take() {
            long viewerSeq = viewerSeqs[head];
            head = (head + 1) % BOUND;
            count--;
            return viewerSeq;
        }
    }
}
