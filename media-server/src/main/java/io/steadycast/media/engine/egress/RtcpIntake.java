package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.Fir;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.Remb;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** Confined to its shard. Reads what a viewer reports and brings it to those whom it concerns. */
final class RtcpIntake {
    /** NACKed packets in one datagram; a whole window of loss fits, a flood does not. */
    private static final int MAX_NACKS = 512;

    private static final int FRACTION_ONE = 256;

    private final Subscription[] subscriptions;
    private final FeedbackLog feedback;
    private final Outbox outbox;
    private final RtcpSender answers;
    private final DropTally drops;
    private final RtcpCursor cursor = new RtcpCursor();
    private final TransportFeedbackCursor feedbackCursor = new TransportFeedbackCursor();
    private final Unwrapper referenceTime = Unwrapper.time24();
    private final double[] lossFraction;
    private final double[] jitterMs;
    private final int[] lastFir;
    private long rembBps = -1;
    private long unheardUpTo;

    RtcpIntake(Subscription[] subscriptions, FeedbackLog feedback, Outbox outbox, RtcpSender answers, DropTally drops) {
        this.subscriptions = subscriptions;
        this.feedback = feedback;
        this.outbox = outbox;
        this.answers = answers;
        this.drops = drops;
        lossFraction = new double[subscriptions.length];
        jitterMs = new double[subscriptions.length];
        lastFir = new int[subscriptions.length];
        Arrays.fill(lossFraction, -1);
        Arrays.fill(lastFir, -1);
    }

    /** -1 if no report came. */
    double lossFraction(int index) {
        return lossFraction[index];
    }

    double jitterMs(int index) {
        return jitterMs[index];
    }

    long rembBps() {
        return rembBps;
    }

    /** Decrypted, from offset 0. */
    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {
        if (!cursor.start(segment, 0, lengthBytes)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        while (cursor.next()) {
            onPacket(nowNs, segment, cursor.offset(), cursor.lengthBytes());
        }
    }

    private void onPacket(long nowNs, MemorySegment segment, long offset, int length) {
        switch (cursor.type()) {
            case RtcpHeader.RECEIVER_REPORT -> onReceiverReport(nowNs, segment, offset, length);
            case RtcpHeader.SENDER_REPORT -> onSenderReport(nowNs, segment, offset, length);
            case RtcpHeader.TRANSPORT_FEEDBACK -> onTransportLayer(nowNs, segment, offset, length);
            case RtcpHeader.PAYLOAD_FEEDBACK -> onPayloadSpecific(nowNs, segment, offset, length);
            case RtcpHeader.EXTENDED_REPORT -> onExtendedReport(nowNs, segment, offset, length);
            case RtcpHeader.SOURCE_DESCRIPTION, RtcpHeader.GOODBYE, RtcpHeader.APPLICATION -> {}
            default -> drops.count(DropReason.RTCP_UNKNOWN);
        }
    }

    private void onReceiverReport(long nowNs, MemorySegment segment, long offset, int length) {
        if (!ReceiverReport.valid(segment, offset, length)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        for (int i = 0; i < ReceiverReport.blockCount(segment, offset); i++) {
            onReportBlock(nowNs, segment, ReceiverReport.blockOffset(offset, i));
        }
    }

    private void onSenderReport(long nowNs, MemorySegment segment, long offset, int length) {
        if (!SenderReport.valid(segment, offset, length)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        for (int i = 0; i < SenderReport.blockCount(segment, offset); i++) {
            onReportBlock(nowNs, segment, SenderReport.blockOffset(offset, i));
        }
    }

    private void onReportBlock(long nowNs, MemorySegment segment, long block) {
        int index = indexOf(ReportBlock.ssrc(segment, block));
        if (index < 0) {
            // Receivers report retransmission streams as well; nothing is known from them that the media does not say.
            return;
        }
        Subscription subscription = subscriptions[index];
        lossFraction[index] =
                subscription.intake().downlinkLoss((double) ReportBlock.fractionLost(segment, block) / FRACTION_ONE);
        jitterMs[index] = ReportBlock.jitter(segment, block)
                * 1_000.0
                / subscription.media().codec().clockRate();
        subscription.onReportBlock(
                nowNs,
                ReportBlock.lastSenderReport(segment, block),
                ReportBlock.delaySinceLastSenderReport(segment, block));
    }

    private void onTransportLayer(long nowNs, MemorySegment segment, long offset, int length) {
        if (cursor.count() == RtcpHeader.FMT_NACK && GenericNack.valid(segment, offset, length)) {
            onNack(nowNs, segment, offset, length);
        } else if (cursor.count() == RtcpHeader.FMT_TRANSPORT_CC && feedbackCursor.start(segment, offset, length)) {
            onTransportFeedback(nowNs);
        } else {
            drops.count(DropReason.RTCP_UNKNOWN);
        }
    }

    private void onNack(long nowNs, MemorySegment segment, long offset, int length) {
        int index = indexOf(GenericNack.mediaSsrc(segment, offset));
        if (index < 0) {
            drops.count(DropReason.RTCP_UNKNOWN_SSRC);
            return;
        }
        LossIntake intake = subscriptions[index].intake();
        int count = 0;
        int slot = GenericNack.first(segment, offset, length);
        while (slot != GenericNack.NONE && count < MAX_NACKS) {
            intake.onNackRead(GenericNack.lostSequence(segment, offset, slot));
            slot = GenericNack.next(segment, offset, length, slot);
            count++;
        }
        if (slot != GenericNack.NONE) {
            drops.count(DropReason.RTCP_TOO_MANY_ITEMS);
        }
        intake.onNacksRead(nowNs);
        slot = GenericNack.first(segment, offset, length);
        for (int i = 0; i < count; i++) {
            intake.onNack(nowNs, GenericNack.lostSequence(segment, offset, slot));
            slot = GenericNack.next(segment, offset, length, slot);
        }
    }

    private void onTransportFeedback(long nowNs) {
        long reference = referenceTime.unwrap(feedbackCursor.referenceTime());
        long newest = feedback.nextSeq() - 1;
        long heardUpTo = feedback.newestReportedSeq();
        long base = Long.MAX_VALUE;
        feedback.onFeedback(nowNs, feedbackCursor.feedbackCount());
        while (feedbackCursor.next()) {
            long seq = Unwrapper.seq16(newest, feedbackCursor.sequenceNumber());
            base = Math.min(base, seq);
            boolean known = feedbackCursor.received()
                    ? feedback.onReceived(seq, feedbackCursor.arrivalNs(reference))
                    : feedback.onLost(seq);
            if (!known) {
                drops.count(DropReason.FEEDBACK_UNKNOWN);
            }
        }
        judge(nowNs, heardUpTo, Math.min(base, feedback.nextSeq()));
    }

    /** Subscriptions hear what became of their packets, and of which nothing will be heard since the message about them got lost. */
    private void judge(long nowNs, long heardUpTo, long base) {
        unheardUpTo = Math.max(unheardUpTo, feedback.oldestSeq() - 1);
        long recallNs = outbox.recallNs();
        if (recallNs == 0) {
            unheardUpTo = Math.max(unheardUpTo, heardUpTo);
        }
        // What comes before the first report of all came before the viewer could read it.
        boolean missed = feedback.feedbackCount() == 1 && feedbackCursor.feedbackCount() == 0;
        long next = unheardUpTo + 1;
        while (recallNs == 0 ? next < base : next < feedback.nextSeq() && nowNs - feedback.sentNs(next) > recallNs) {
            if (feedback.status(next) == FeedbackLog.UNKNOWN) {
                feedback.giveUp(next);
                subscriptions[feedback.subscription(next)].intake().onUnheard(nowNs, next, missed);
            }
            next++;
        }
        unheardUpTo = next - 1;
        for (int i = 0; i < feedback.reportedCount(); i++) {
            long seq = feedback.reportedSeq(i);
            subscriptions[feedback.subscription(seq)].intake().onReported(nowNs, seq);
        }
        for (Subscription subscription : subscriptions) {
            subscription.intake().onFeedbackRead(nowNs);
        }
    }

    private void onPayloadSpecific(long nowNs, MemorySegment segment, long offset, int length) {
        int format = cursor.count();
        if (format == RtcpHeader.FMT_PLI && Pli.valid(segment, offset, length)) {
            int index = indexOf(Pli.mediaSsrc(segment, offset));
            if (index < 0) {
                drops.count(DropReason.RTCP_UNKNOWN_SSRC);
            } else {
                subscriptions[index].onPictureLoss(nowNs);
            }
        } else if (format == RtcpHeader.FMT_FIR && Fir.valid(segment, offset, length)) {
            onFir(nowNs, segment, offset, length);
        } else if (format == RtcpHeader.FMT_APPLICATION && Remb.valid(segment, offset, length)) {
            rembBps = Remb.bitrateBps(segment, offset);
        } else {
            drops.count(DropReason.RTCP_UNKNOWN);
        }
    }

    private void onFir(long nowNs, MemorySegment segment, long offset, int length) {
        for (int i = 0; i < Fir.entryCount(length); i++) {
            int index = indexOf(Fir.ssrc(segment, offset, i));
            int number = Fir.sequenceNumber(segment, offset, i);
            if (index >= 0 && lastFir[index] != number) {
                lastFir[index] = number;
                subscriptions[index].onPictureLoss(nowNs);
            }
        }
    }

    private void onExtendedReport(long nowNs, MemorySegment segment, long offset, int length) {
        if (!ExtendedReport.valid(segment, offset, length)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        long block = ExtendedReport.first(segment, offset, length);
        while (block != ExtendedReport.NONE) {
            if (ExtendedReport.isReceiverReference(segment, block)) {
                answers.onReceiverReference(
                        nowNs, ExtendedReport.senderSsrc(segment, offset), ExtendedReport.receiverNtp(segment, block));
            }
            block = ExtendedReport.next(segment, offset, length, block);
        }
    }

    private int indexOf(long ssrc) {
        for (int i = 0; i < subscriptions.length; i++) {
            if (subscriptions[i].media().ssrcs().media() == ssrc) {
                return i;
            }
        }
        return -1;
    }
}
