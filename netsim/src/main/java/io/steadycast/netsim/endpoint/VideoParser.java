package io.steadycast.netsim.endpoint;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.codec.Av1Aggregation;
import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.H264Payload;
import io.steadycast.media.wire.codec.Vp8Descriptor;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;

/** Confined to its endpoint. What the headers of one media packet say, and what is really in it. */
final class VideoParser {
    /** What a packet is. */
    enum Outcome {
        MEDIA,
        /** Nothing is in it. */
        PADDING,
        /** Its dependency descriptor names a structure that never came. */
        UNKNOWN_STRUCTURE,
        MALFORMED
    }

    /** The truth lies somewhere here behind the descriptor, after what the codec's own header takes. */
    private static final int TRUTH_SEARCH_BYTES = 64;

    private final Codec codec;
    private final FrameInfo info = new FrameInfo();
    private final FrameInfo described = new FrameInfo();
    private final DependencyDescriptorReader descriptor = new DependencyDescriptorReader();
    private final Unwrapper timestamps = Unwrapper.timestamp32();
    private final Unwrapper pictureIds = Unwrapper.ofBits(15);
    private final Unwrapper tl0 = Unwrapper.ofBits(8);
    private final Unwrapper frameNumbers = Unwrapper.ofBits(16);
    private final Vp9References vp9References = new Vp9References();
    private boolean truthFound;

    VideoParser(Codec codec) {
        this.codec = codec;
    }

    /** Whether the last packet said what is really in it. */
    boolean truthFound() {
        return truthFound;
    }

    Outcome parse(MemorySegment segment, int lengthBytes, VideoPacket out) {
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        if (header < 0 || payload < 0) {
            return Outcome.MALFORMED;
        }
        if (payload == 0) {
            return Outcome.PADDING;
        }
        info.reset();
        boolean parsed = switch (codec) {
            case VP8 -> Vp8Descriptor.parse(segment, header, payload, info);
            case VP9 -> Vp9Descriptor.parse(segment, header, payload, info);
            case H264 -> H264Payload.parse(segment, header, payload, info);
            case AV1 -> Av1Aggregation.parse(segment, header, payload, info);
            case OPUS -> false;
        };
        if (!parsed) {
            return Outcome.MALFORMED;
        }
        out.timestamp = timestamps.unwrap(RtpHeader.timestamp(segment, 0));
        out.marker = RtpHeader.marker(segment, 0);
        out.sizeBytes = payload - info.descriptorBytes;
        long delay = HeaderExtensions.find(segment, 0, lengthBytes, Negotiated.PLAYOUT_DELAY_ID);
        int packed =
                delay == HeaderExtensions.NONE ? ExtensionValues.ABSENT : ExtensionValues.playoutDelay(segment, delay);
        out.playoutDelay = packed == ExtensionValues.ABSENT ? ReceivedFrame.NO_PLAYOUT_DELAY : packed;
        findTruth(segment, header + info.descriptorBytes, payload - info.descriptorBytes, out.truth);
        describe(out);
        if (codec == Codec.VP9) {
            vp9References.read(segment, header, info, out);
        }
        long element = HeaderExtensions.find(segment, 0, lengthBytes, Negotiated.DEPENDENCY_DESCRIPTOR_ID);
        if (element == HeaderExtensions.NONE) {
            return Outcome.MEDIA;
        }
        return readDescriptor(segment, element, out) ? Outcome.MEDIA : Outcome.UNKNOWN_STRUCTURE;
    }

    private void findTruth(MemorySegment segment, long from, int lengthBytes, FrameTruth truth) {
        truthFound = false;
        for (int at = 0; at <= TRUTH_SEARCH_BYTES && !truthFound; at++) {
            truthFound = truth.read(segment, from + at, lengthBytes - at);
        }
    }

    private void describe(VideoPacket out) {
        boolean h264 = codec == Codec.H264;
        out.first = info.startOfFrame || h264;
        out.last = out.marker || (codec == Codec.VP9 && info.endOfFrame);
        out.pictureId = info.pictureId < 0 ? 0 : pictureIds.unwrap(info.pictureId);
        out.tl0PicIdx = info.tl0PicIdx < 0 ? 0 : tl0.unwrap(info.tl0PicIdx);
        out.temporalId = info.temporalId;
        out.spatialId = info.spatialId;
        out.layerSync = info.switchPoint;
        out.idr = h264 && info.keyframe;
        out.keyframe = (info.startOfFrame || h264) ? info.keyframe : (truthFound && out.truth.keyframe);
        out.widthPx = info.widthPx;
        out.heightPx = info.heightPx;
        out.references = 0;
    }

    private boolean readDescriptor(MemorySegment segment, long element, VideoPacket out) {
        boolean known = descriptor.parse(
                segment, HeaderExtensions.dataOffset(element), HeaderExtensions.dataBytes(element), described);
        if (!known) {
            return false;
        }
        out.first = described.startOfFrame;
        out.last = described.endOfFrame || out.marker;
        out.pictureId = frameNumbers.unwrap(descriptor.frameNumber());
        out.temporalId = described.temporalId;
        out.spatialId = described.spatialId;
        out.keyframe = descriptor.structurePresent() || (!described.startOfFrame && out.keyframe);
        out.references = Math.min(descriptor.frameDiffs(), out.referenceIds.length);
        for (int i = 0; i < out.references; i++) {
            out.referenceIds[i] = out.pictureId - descriptor.frameDiff(i);
        }
        if (described.widthPx > 0) {
            out.widthPx = described.widthPx;
            out.heightPx = described.heightPx;
        }
        return true;
    }
}
