package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Unwrapper;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. What a viewer says that it lacks of one subscription, by NACKs, picture losses and transport-wide feedback, brought to who mends it:
 * {@link RepairQueue} and {@link LossRepair} packets, {@link PictureLoss} pictures.
 */
final class LossIntake {
    private final RtpRewriter rewriter;
    private final RepairQueue queue;
    private final LossRepair lossRepair;
    private final PictureLoss pictures;
    private final DropTally drops;
    private @Nullable Attachment attachment;
    private boolean beginMissed;
    private long nacks;
    private long judgedSeq;
    private long judgedUnsent;
    private long plis;

    LossIntake(RtpRewriter rewriter, RepairQueue queue, LossRepair lossRepair, PictureLoss pictures, DropTally drops) {
        this.rewriter = rewriter;
        this.judgedSeq = rewriter.nextSeq();
        this.queue = queue;
        this.lossRepair = lossRepair;
        this.pictures = pictures;
        this.drops = drops;
    }

    /** Another source; null: none. */
    void attach(@Nullable Attachment newAttachment) {
        attachment = newAttachment;
    }

    /** Packets asked for. */
    long nacks() {
        return nacks;
    }

    /** PLI and FIR. */
    long plis() {
        return plis;
    }

    /** One of the numbers of a message; {@link #onNacksRead} comes before they are answered. */
    void onNackRead(int sequenceNumber) {
        pictures.onMissing(sentSlot(sequenceNumber));
    }

    void onNacksRead(long nowNs) {
        Attachment at = attachment;
        if (at != null) {
            pictures.onMissingRead(nowNs, at);
        }
    }

    /** Where a number of 16 bits is remembered; -1 if it is not. */
    private int sentSlot(int sequenceNumber) {
        long seq = Unwrapper.seq16(Math.max(rewriter.nextSeq() - 1, 0), sequenceNumber);
        return seq >= rewriter.nextSeq() ? -1 : rewriter.sentLog().find(seq);
    }

    /** The viewer lacks this packet of 16 bits. */
    void onNack(long nowNs, int sequenceNumber) {
        Attachment at = attachment;
        int slot = sentSlot(sequenceNumber);
        nacks += slot >= 0 && rewriter.sentLog().isUnsent(slot) ? 0 : 1;
        if (at == null) {
            drops.count(DropReason.NACK_TOO_OLD);
        } else if (slot < 0) {
            pictures.onHopelessNack(nowNs, at);
        } else {
            pictures.onKnownNack();
            answer(nowNs, at, slot);
        }
    }

    private void answer(long nowNs, Attachment at, int slot) {
        if (rewriter.sentLog().state(slot) == SentLog.RESERVED) {
            at.out().fill(nowNs, slot);
            return;
        }
        DropReason refusal = lossRepair.refusal(nowNs, slot);
        if (refusal == null) {
            queue.request(nowNs, at.source(), slot);
        } else {
            drops.count(refusal);
        }
    }

    /** Of the share that a receiver report says is lost, what did leave: holes of the uplink keep their numbers, and a viewer cannot tell. */
    double downlinkLoss(double reported) {
        long given = rewriter.nextSeq() - judgedSeq;
        long missing = rewriter.unsent() - judgedUnsent;
        judgedSeq = rewriter.nextSeq();
        judgedUnsent = rewriter.unsent();
        return given <= 0 ? reported : Math.max(0, reported - Math.max(0.0, (double) missing) / given);
    }

    /** Feedback speaks of one of our packets. */
    void onReported(long nowNs, long transportSeq) {
        int slot = lossRepair.onReported(nowNs, transportSeq);
        if (slot >= 0) {
            pictures.onMissing(slot);
        }
    }

    /** Feedback about one of our packets got lost, or ({@code missed}) the viewer was not there yet to receive it. */
    void onUnheard(long nowNs, long transportSeq, boolean missed) {
        lossRepair.onUnheard(nowNs, transportSeq, missed);
        beginMissed |= missed && lossRepair.isKeyframe(transportSeq);
    }

    /** Nothing more of this feedback. */
    void onFeedbackRead(long nowNs) {
        Attachment at = attachment;
        if (at != null) {
            pictures.onMissingRead(nowNs, at);
            if (beginMissed) {
                pictures.onBeginMissed(nowNs, at);
            }
            lossRepair.onFeedbackRead(nowNs, at.source());
        }
        beginMissed = false;
    }

    /** PLI or FIR. */
    void onPictureLoss(long nowNs, boolean paused) {
        plis++;
        Attachment at = attachment;
        if (at != null) {
            pictures.onComplaint(nowNs, at, paused, nacks > 0);
        }
    }
}
