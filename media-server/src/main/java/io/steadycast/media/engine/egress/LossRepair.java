package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketHistory;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.Plan;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Repair of a subscription that is led by transport-wide feedback, where the plan asks for it: what is lost in every form in which it was sent
 * is sent again at once, lost retransmissions too; a NACK of what feedback shows to be there, or on its way, or within reach of parity is not answered
 * (ADAPTATION 3.7). A NACK is still believed where feedback says nothing, since feedback gets lost as well, and a first one is believed before it: receivers ask as
 * soon as they see a gap, and report at intervals.
 */
final class LossRepair {
    private static final int CAPACITY = 512;
    private static final int MASK = CAPACITY - 1;

    /** A number that is missing while one so much higher is there was not just overtaken (RFC 5681 section 3.2 waits as long). */
    private static final int OVERTAKEN_BY = 3;

    /** So many rounds after its last sending, what was reported received and is asked for is sent again: perhaps the report was of no use. */
    private static final int DOUBT_ROUNDS = 2;

    private final FeedbackLog feedback;
    private final long marginNs;
    private final Outbox outbox;
    private final SentLog sentLog;
    private final RepairQueue queue;
    private final ParityStream parity;
    private final RepairClock clock;
    private final long[] suspects = new long[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];
    private int head;
    private int count;

    LossRepair(Subscription.Shared shared, SentLog sentLog, RepairQueue queue, ParityStream parity) {
        feedback = shared.feedback();
        marginNs = shared.config().repair().reorderMarginMs() * 1_000_000L;
        outbox = shared.outbox();
        this.sentLog = sentLog;
        this.queue = queue;
        this.parity = parity;
        clock = new RepairClock(sentLog, queue);
    }

    private boolean leads() {
        Plan plan = outbox.plan();
        return plan != null && plan.resendLost;
    }

    /** Feedback speaks of one of this subscription's packets; {@link #onFeedbackRead} comes when it is read. Answers the slot of media that is lost for the first time, else -1. */
    int onReported(long nowNs, long transportSeq) {
        PacketKind kind = feedback.kind(transportSeq);
        boolean received = feedback.status(transportSeq) == PacketHistory.RECEIVED;
        long origin = feedback.origin(transportSeq);
        ParityLedger ledger = parity.ledger();
        if (kind == PacketKind.PARITY) {
            if (ledger != null) {
                ledger.onParity(origin, received);
            }
            return -1;
        }
        int slot = sentLog.find(origin);
        if (slot < 0) {
            return -1;
        }
        if (ledger != null && kind.isMedia()) {
            ledger.onMedia(origin, received);
        }
        if (received) {
            sentLog.arrived(slot);
            return -1;
        }
        if (feedback.sentNs(transportSeq) >= sentLog.groundedNs(slot) && !feedback.givenUp(transportSeq)) {
            sentLog.flying(slot, -1);
        }
        suspect(nowNs, transportSeq);
        return sentLog.resends(slot) == 0 ? slot : -1;
    }

    /** Feedback about one of this subscription's packets got lost, or ({@code missed}) the viewer was not there yet to receive it. */
    void onUnheard(long nowNs, long transportSeq, boolean missed) {
        Plan plan = outbox.plan();
        int slot = sentLog.find(feedback.origin(transportSeq));
        if (plan == null || slot < 0 || feedback.kind(transportSeq) == PacketKind.PARITY) {
            return;
        }
        if (!missed && !plan.resendUnheard) {
            return;
        }
        FrameClass kind = sentLog.frameClass(slot);
        if (kind == FrameClass.KEY || kind == FrameClass.T0) {
            sentLog.flying(slot, -1);
            suspect(nowNs, transportSeq);
        }
    }

    /** Whether a packet was part of one. */
    boolean isKeyframe(long transportSeq) {
        int slot = sentLog.find(feedback.origin(transportSeq));
        return slot >= 0 && feedback.kind(transportSeq) == PacketKind.KEY && sentLog.state(slot) == SentLog.SENT;
    }

    private void suspect(long nowNs, long transportSeq) {
        if (leads() && count < CAPACITY) {
            boolean overtaken = feedback.newestReportedSeq() - transportSeq < OVERTAKEN_BY;
            int at = (head + count) & MASK;
            suspects[at] = transportSeq;
            dueNs[at] = overtaken ? nowNs + marginNs : nowNs;
            count++;
        }
    }

    /** The message is read: what is lost for sure is sent again. */
    void onFeedbackRead(long nowNs, TrackSource source) {
        if (leads()) {
            repairDue(nowNs, source);
            ParityLedger ledger = parity.ledger();
            long viewerSeq = ledger == null ? -1 : ledger.takeUnsettled();
            while (viewerSeq >= 0 && ledger != null) {
                consider(nowNs, source, sentLog.find(viewerSeq));
                viewerSeq = ledger.takeUnsettled();
            }
        }
    }

    /** {@code endSeq}: the viewer's number that the next packet will have. */
    void onTick(long nowNs, TrackSource source, long endSeq) {
        repairDue(nowNs, source);
        Plan plan = outbox.plan();
        if (plan != null && plan.resendLost && plan.resendUnheard) {
            clock.onTick(nowNs, source, endSeq);
        } else {
            clock.stop();
        }
    }

    private void repairDue(long nowNs, TrackSource source) {
        while (count > 0 && dueNs[head] <= nowNs) {
            long transportSeq = suspects[head];
            head = (head + 1) & MASK;
            count--;
            if (feedback.status(transportSeq) != PacketHistory.RECEIVED) {
                consider(nowNs, source, sentLog.find(feedback.origin(transportSeq)));
            }
        }
    }

    private void consider(long nowNs, TrackSource source, int slot) {
        if (slot < 0
                || sentLog.state(slot) != SentLog.SENT
                || sentLog.hasArrived(slot)
                || sentLog.flying(slot) > 0
                || parityHelps(nowNs, slot)) {
            return;
        }
        queue.repair(nowNs, source, slot);
    }

    /** Whether parity brought it back, or may do so in time for another attempt if it does not. */
    private boolean parityHelps(long nowNs, int slot) {
        ParityLedger ledger = parity.ledger();
        if (ledger == null) {
            return false;
        }
        long viewerSeq = sentLog.viewerSeq(slot);
        return switch (ledger.judge(nowNs, viewerSeq, queue.roundNs())) {
            case RECOVERED -> {
                sentLog.arrived(slot);
                yield true;
            }
            case HOPED -> ledger.knownNs(nowNs, viewerSeq, queue.roundNs()) <= queue.deadlineNs(slot);
            case LOST -> false;
        };
    }

    /** Why a NACK is not answered; null if it is to be. */
    @Nullable
    DropReason refusal(long nowNs, int slot) {
        if (!leads() || sentLog.state(slot) != SentLog.SENT) {
            return null;
        }
        long sinceNs = nowNs - sentLog.lastSentNs(slot);
        if (sentLog.hasArrived(slot)) {
            if (sinceNs < DOUBT_ROUNDS * queue.roundNs()) {
                return DropReason.NACK_ARRIVED;
            }
            sentLog.doubt(slot);
        }
        boolean first = sentLog.resends(slot) == 0 && !sentLog.copied(slot);
        if (!first && sinceNs < queue.roundNs()) {
            return DropReason.NACK_SUPPRESSED;
        }
        sentLog.ground(nowNs, slot);
        ParityLedger ledger = parity.ledger();
        if (ledger != null) {
            ledger.onMedia(sentLog.viewerSeq(slot), false);
        }
        return parityHelps(nowNs, slot) ? DropReason.NACK_PARITY : null;
    }

    /** The source is gone. */
    void clear() {
        count = 0;
        clock.stop();
    }
}
