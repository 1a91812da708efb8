package io.steadycast.media.wire;

import io.steadycast.media.wire.codec.Av1Aggregation;
import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.H264Payload;
import io.steadycast.media.wire.codec.OpusRed;
import io.steadycast.media.wire.codec.OpusToc;
import io.steadycast.media.wire.codec.Vp8Descriptor;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.Fir;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Goodbye;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.Remb;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import io.steadycast.media.wire.rtcp.SourceDescription;
import io.steadycast.media.wire.rtcp.TransportFeedbackCursor;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.Rtx;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its test. Reads everything that each wire class can read from hostile bytes, the way the engine does, and answers a digest of what it saw.
 * Nothing here may throw, and the digest may depend on nothing outside {@code [offset, offset + length)}.
 */
final class Readers {
    private final FrameInfo info = new FrameInfo();
    private final RtcpCursor rtcp = new RtcpCursor();
    private final TransportFeedbackCursor feedback = new TransportFeedbackCursor();

    long rtp(MemorySegment s, long o, int l) {
        int header = RtpHeader.headerBytes(s, o, l);
        long digest = header * 31L + RtpHeader.payloadBytes(s, o, l) + RtpHeader.encryptedHeaderBytes(s, o, l);
        for (long e = HeaderExtensions.first(s, o, l);
                e != HeaderExtensions.NONE;
                e = HeaderExtensions.next(s, o, l, e)) {
            digest = digest * 31 + (HeaderExtensions.dataOffset(e) - o) + HeaderExtensions.id(e);
            digest = digest * 31 + ExtensionValues.transportSequence(s, e) + ExtensionValues.absSendTime(s, e);
            digest = digest * 31 + ExtensionValues.audioLevel(s, e) + ExtensionValues.videoOrientation(s, e);
            digest = digest * 31 + ExtensionValues.playoutDelay(s, e) + ExtensionValues.transmissionOffset(s, e);
            digest = digest * 31 + ExtensionValues.absCaptureTimeNtp(s, e);
        }
        if (header >= 0) {
            digest = digest * 31 + RtpHeader.ssrc(s, o) + RtpHeader.timestamp(s, o) + RtpHeader.sequenceNumber(s, o);
        }
        return digest;
    }

    /** Changes the bytes. */
    int rtx(MemorySegment s, long o, int l) {
        return Rtx.restore(s, o, l, 96, 0x1234);
    }

    long codecs(MemorySegment s, long o, int l) {
        long digest = note(Vp8Descriptor.parse(s, o, l, info));
        if (Vp8Descriptor.parse(s, o, l, info)) {
            MemorySegment target = Segments.zeroed(Vp8Descriptor.MAX_BYTES);
            digest += Vp8Descriptor.rewrite(s, o, target, 0, Vp8Descriptor.numbers(1, 2, 3));
        }
        digest = digest * 31 + note(Vp9Descriptor.parse(s, o, l, info));
        digest = digest * 31 + note(H264Payload.parse(s, o, l, info));
        digest = digest * 31 + note(Av1Aggregation.parse(s, o, l, info));
        digest = digest * 31 + OpusRed.primaryOffset(s, o, l);
        int blocks = OpusRed.redundantBlocks(s, o, l);
        for (int i = 0; i < blocks; i++) {
            digest = digest * 31 + OpusRed.timestampOffset(s, o, i) + OpusRed.blockOffset(s, o, blocks, i);
        }
        return digest * 31 + OpusToc.durationSamples(s, o, l);
    }

    long dependencies(DependencyDescriptorReader reader, MemorySegment s, long o, int l) {
        long digest = note(reader.parse(s, o, l, info));
        if (digest == 0) {
            return 0;
        }
        for (int target = 0; target < reader.decodeTargets(); target++) {
            digest = digest * 31 + reader.dti(target) + reader.targetSpatialId(target);
        }
        for (int chain = 0; chain < reader.chains(); chain++) {
            digest = digest * 31 + reader.chainDiff(chain);
        }
        for (int i = 0; i < reader.frameDiffs(); i++) {
            digest = digest * 31 + reader.frameDiff(i);
        }
        return digest * 31 + reader.activeDecodeTargets() + reader.targetFor(1, 1);
    }

    long rtcp(MemorySegment s, long o, int l) {
        if (!rtcp.start(s, o, l)) {
            return -1;
        }
        long digest = 1;
        while (rtcp.next()) {
            digest = digest * 31 + packet(s, rtcp.offset(), rtcp.lengthBytes());
        }
        return digest;
    }

    private long packet(MemorySegment s, long o, int l) {
        return switch (rtcp.type()) {
            case RtcpHeader.SENDER_REPORT ->
                SenderReport.valid(s, o, l) ? SenderReport.ntp(s, o) + senderBlocks(s, o) : 0;
            case RtcpHeader.RECEIVER_REPORT -> ReceiverReport.valid(s, o, l) ? receiverBlocks(s, o) : 0;
            case RtcpHeader.SOURCE_DESCRIPTION -> {
                long item = SourceDescription.cname(s, o, l, 0x1234_5678L);
                yield item == SourceDescription.NONE ? 0 : SourceDescription.textBytes(item);
            }
            case RtcpHeader.GOODBYE -> Goodbye.valid(s, o, l) ? goodbyes(s, o) : 0;
            case RtcpHeader.TRANSPORT_FEEDBACK ->
                rtcp.count() == RtcpHeader.FMT_NACK ? nacks(s, o, l) : feedback(s, o, l);
            case RtcpHeader.PAYLOAD_FEEDBACK -> payloadFeedback(s, o, l);
            case RtcpHeader.EXTENDED_REPORT -> ExtendedReport.valid(s, o, l) ? extended(s, o, l) : 0;
            default -> 0;
        };
    }

    private long senderBlocks(MemorySegment s, long o) {
        long digest = 0;
        for (int i = 0; i < SenderReport.blockCount(s, o); i++) {
            digest = digest * 31 + ReportBlock.delaySinceLastSenderReport(s, SenderReport.blockOffset(o, i));
        }
        return digest;
    }

    private long receiverBlocks(MemorySegment s, long o) {
        long digest = 0;
        for (int i = 0; i < ReceiverReport.blockCount(s, o); i++) {
            digest = digest * 31 + ReportBlock.delaySinceLastSenderReport(s, ReceiverReport.blockOffset(o, i));
        }
        return digest;
    }

    private long goodbyes(MemorySegment s, long o) {
        long digest = 0;
        for (int i = 0; i < Goodbye.sourceCount(s, o); i++) {
            digest = digest * 31 + Goodbye.ssrc(s, o, i);
        }
        return digest;
    }

    private long nacks(MemorySegment s, long o, int l) {
        long digest = 0;
        for (int i = GenericNack.first(s, o, l); i != GenericNack.NONE; i = GenericNack.next(s, o, l, i)) {
            digest = digest * 31 + GenericNack.lostSequence(s, o, i);
        }
        return digest;
    }

    private long feedback(MemorySegment s, long o, int l) {
        long digest = feedback.start(s, o, l) ? feedback.statusCount() : -1;
        while (feedback.next()) {
            digest = digest * 31 + feedback.deltaTicks() + feedback.sequenceNumber();
        }
        return digest;
    }

    private long payloadFeedback(MemorySegment s, long o, int l) {
        long digest = 0;
        if (Remb.valid(s, o, l)) {
            digest = Remb.bitrateBps(s, o);
            for (int i = 0; i < Remb.ssrcCount(s, o); i++) {
                digest = digest * 31 + Remb.ssrc(s, o, i);
            }
        }
        for (int i = 0; Fir.valid(s, o, l) && i < Fir.entryCount(l); i++) {
            digest = digest * 31 + Fir.sequenceNumber(s, o, i);
        }
        return digest;
    }

    private long extended(MemorySegment s, long o, int l) {
        long digest = 0;
        for (long b = ExtendedReport.first(s, o, l); b != ExtendedReport.NONE; b = ExtendedReport.next(s, o, l, b)) {
            digest = digest * 31 + ExtendedReport.blockType(s, b);
            digest += ExtendedReport.isReceiverReference(s, b) ? ExtendedReport.receiverNtp(s, b) : 0;
            for (int i = 0; i < ExtendedReport.delayCount(s, b); i++) {
                digest = digest * 31 + ExtendedReport.delaySinceLastReceiverReference(s, b, i);
            }
        }
        return digest;
    }

    private long note(boolean accepted) {
        if (!accepted) {
            return 0;
        }
        long layers = info.spatialId * 8L + info.temporalId + info.widthPx * 31L + info.heightPx * 7L;
        long numbers = info.pictureId * 3L + info.tl0PicIdx + info.keyIdx + info.descriptorBytes + info.spatialLayers;
        boolean[] flags = {info.keyframe, info.startOfFrame, info.endOfFrame, info.switchPoint, info.discardable};
        long digest = 1 + layers * 17 + numbers;
        for (boolean flag : flags) {
            digest = digest * 2 + (flag ? 1 : 0);
        }
        return digest;
    }
}
