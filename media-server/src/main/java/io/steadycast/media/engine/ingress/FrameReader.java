package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.EncodingState;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.wire.codec.Av1Aggregation;
import io.steadycast.media.wire.codec.DependencyDescriptorReader;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.H264Payload;
import io.steadycast.media.wire.codec.Vp8Descriptor;
import io.steadycast.media.wire.codec.Vp9Descriptor;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its shard. Understands the payloads of one encoding, and adds what takes more than one packet: which packet begins a frame where the codec does
 * not say so, and that all packets of a keyframe belong to it.
 */
final class FrameReader {
    private static final long NONE = -1;

    private final Codec codec;
    private final TrackLog log;
    private final FrameInfo frame = new FrameInfo();
    private final DependencyDescriptorReader descriptor = new DependencyDescriptorReader();
    private long startTimestamp = NONE;
    private long keyframeTimestamp = NONE;
    private boolean described;
    /** H.264: parameter sets come with the keyframes, so that an IDR slice behind a hole is not where decoding can begin. */
    private boolean parametersInBand;

    private int maxSpatialId;
    private int maxTemporalId;

    FrameReader(Codec codec, TrackLog log) {
        this.codec = codec;
        this.log = log;
    }

    /** Another source continues the encoding: what is known of its stream no longer holds. */
    void onNewSource() {
        startTimestamp = NONE;
        keyframeTimestamp = NONE;
        parametersInBand = false;
        descriptor.reset();
    }

    /** Fills what the payload tells; false if it is malformed. */
    boolean read(MemorySegment segment, long rtpOffset, PacketInfo info) {
        boolean wellFormed = parse(segment, rtpOffset, info);
        if (wellFormed) {
            boundaries(info);
            layers(info);
            info.spatialId = frame.spatialId;
            info.temporalId = frame.temporalId;
            info.switchPoint = frame.switchPoint;
            info.opensUpperLayers = frame.opensUpperLayers;
            info.ownLayerOnly = frame.notForInterLayer;
            info.discardable = frame.discardable;
            info.pictureId = frame.pictureId;
            info.tl0PicIdx = frame.tl0PicIdx;
            info.keyIdx = frame.keyIdx;
        }
        return wellFormed;
    }

    private boolean parse(MemorySegment segment, long rtpOffset, PacketInfo info) {
        long payload = rtpOffset + info.payloadOffset;
        return switch (codec) {
            case OPUS -> opus();
            case VP8 -> Vp8Descriptor.parse(segment, payload, info.payloadLength, frame);
            case VP9 -> Vp9Descriptor.parse(segment, payload, info.payloadLength, frame);
            case H264 -> H264Payload.parse(segment, payload, info.payloadLength, frame);
            case AV1 -> av1(segment, rtpOffset, info);
        };
    }

    /** By the dependency descriptor; a stream that comes without one, or whose structure was not seen yet, by its aggregation header. */
    private boolean av1(MemorySegment segment, long rtpOffset, PacketInfo info) {
        described = false;
        if (info.has(PassedExtension.DEPENDENCY_DESCRIPTOR)) {
            long at = rtpOffset + info.extensionOffset(PassedExtension.DEPENDENCY_DESCRIPTOR);
            int length = info.extensionLength(PassedExtension.DEPENDENCY_DESCRIPTOR);
            described = length >= DependencyDescriptorReader.MANDATORY_BYTES;
            boolean known = descriptor.parse(segment, at, length, frame);
            info.frameNumber = described ? descriptor.frameNumber() : -1;
            if (known) {
                return true;
            }
        }
        return aggregation(segment, rtpOffset + info.payloadOffset, info.payloadLength);
    }

    /** Where the structure is missing (the keyframe's first packet is still on its way), start, end and number of the frame hold all the same. */
    private boolean aggregation(MemorySegment segment, long payload, int payloadBytes) {
        boolean start = frame.startOfFrame;
        boolean end = frame.endOfFrame;
        boolean wellFormed = Av1Aggregation.parse(segment, payload, payloadBytes, frame);
        if (described) {
            frame.startOfFrame = start;
            frame.endOfFrame = end;
        }
        return wellFormed;
    }

    private boolean opus() {
        frame.reset();
        frame.startOfFrame = true;
        frame.endOfFrame = true;
        return true;
    }

    private void boundaries(PacketInfo info) {
        parametersInBand |= codec == Codec.H264 && carriesParameters();
        info.startOfFrame = frame.startOfFrame && (startIsCertain() || beginsTimestamp(info) || followsDelimiter(info));
        if (info.startOfFrame) {
            startTimestamp = Math.max(startTimestamp, info.extTimestamp);
        }
        boolean markerEndsFrame = codec != Codec.OPUS && codec != Codec.VP9;
        info.endOfFrame = frame.endOfFrame || (markerEndsFrame && info.marker);
        if (frame.keyframe) {
            keyframeTimestamp = Math.max(keyframeTimestamp, info.extTimestamp);
        }
        info.keyframe = frame.keyframe || (codec != Codec.OPUS && info.extTimestamp == keyframeTimestamp);
    }

    private boolean startIsCertain() {
        return switch (codec) {
            case OPUS, VP8, VP9 -> true;
            case H264 -> false;
            case AV1 -> described;
        };
    }

    /** The packet before it belongs to another frame; while that one is missing, the first one seen of its timestamp begins the frame. */
    private boolean beginsTimestamp(PacketInfo info) {
        long before = log.timestampOf(info.extSeq - 1);
        if (before >= 0) {
            return before != info.extTimestamp;
        }
        return info.extTimestamp != startTimestamp && !lacksParameters();
    }

    /**
     * H.264: parameter sets behind a delimiter or other information in packets of their own, which do not tell that a keyframe comes. Decoding needs neither, so it
     * begins here.
     */
    private boolean followsDelimiter(PacketInfo info) {
        return codec == Codec.H264 && carriesParameters() && !log.isKeyframe(info.extSeq - 1);
    }

    private boolean carriesParameters() {
        return frame.spatialLayers != FrameInfo.UNKNOWN;
    }

    /** An IDR slice whose parameter sets must be in the missing packet before it. */
    private boolean lacksParameters() {
        return parametersInBand && frame.keyframe && !carriesParameters();
    }

    private void layers(PacketInfo info) {
        EncodingState state = log.state();
        if (frame.widthPx > 0
                && info.keyframe
                && (frame.widthPx != state.widthPx() || frame.heightPx != state.heightPx())) {
            state.resolution(frame.widthPx, frame.heightPx);
        }
        maxSpatialId = Math.max(maxSpatialId, frame.spatialId);
        maxTemporalId = Math.max(maxTemporalId, frame.temporalId);
    }

    /** Publishes the highest layers seen since the last call. */
    void publishLayers() {
        if (maxSpatialId != log.state().maxSpatialId()
                || maxTemporalId != log.state().maxTemporalId()) {
            log.state().layers(maxSpatialId, maxTemporalId);
        }
        maxSpatialId = 0;
        maxTemporalId = 0;
    }
}
