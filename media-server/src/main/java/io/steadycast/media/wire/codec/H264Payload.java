package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The H.264 payload (RFC 6184): single NAL units, STAP-A and FU-A, as packetization modes 0 and 1 have them.
 *
 * <pre>
 * NAL unit header     FU header           STAP-A
 * +---------------+   +---------------+   +-------------+--------+-----------------+--------+-----
 * |F|NRI|  Type   |   |S|E|R|  Type   |   |F|NRI|  24   | size 16| NAL unit        | size 16| ...
 * +---------------+   +---------------+   +-------------+--------+-----------------+--------+-----
 * </pre>
 *
 * <p>A keyframe is an IDR slice or a sequence parameter set, which announces one in the same access unit. H.264 does not mark the start of an access unit:
 * {@code startOfFrame} says that the packet begins with what may start one (parameter sets, delimiter, SEI, or a slice at macroblock 0), so an IDR slice
 * behind its parameter sets has it as well. The caller takes the first such packet of each RTP timestamp; the end is the RTP marker.
 */
public final class H264Payload {
    public static final int SLICE = 1;
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int DELIMITER = 9;
    public static final int STAP_A = 24;
    public static final int FU_A = 28;

    private static final int FORBIDDEN_BIT = 0x80;
    private static final int REFERENCE_MASK = 0x60;
    private static final int TYPE_MASK = 0x1F;
    private static final int FU_START_BIT = 0x80;
    private static final int FU_END_BIT = 0x40;
    private static final int LAST_SINGLE_TYPE = 23;
    private static final int FIRST_MB_ZERO_BIT = 0x80;

    private H264Payload() {}

    /** False for reserved types, those of the interleaved mode, and everything that leaves the payload. */
    public static boolean parse(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        out.reset();
        if (lengthBytes < 1 || (Bytes.u8(segment, offset) & FORBIDDEN_BIT) != 0) {
            return false;
        }
        int type = Bytes.u8(segment, offset) & TYPE_MASK;
        boolean known = switch (type) {
            case STAP_A -> aggregate(segment, offset + 1, offset + lengthBytes, out);
            case FU_A -> fragment(segment, offset, lengthBytes, out);
            default -> type > 0 && type <= LAST_SINGLE_TYPE && single(segment, offset, lengthBytes, out);
        };
        out.switchPoint = out.keyframe;
        out.interPicture = !out.keyframe;
        return known;
    }

    private static boolean single(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        int header = Bytes.u8(segment, offset);
        out.startOfFrame = mayStart(header & TYPE_MASK, segment, offset + 1, lengthBytes - 1);
        nalUnit(segment, offset, lengthBytes, out);
        out.discardable = discardable(header);
        return true;
    }

    private static boolean aggregate(MemorySegment segment, long from, long end, FrameInfo out) {
        long at = from;
        boolean discardable = true;
        while (at + 2 <= end) {
            int nalBytes = Bytes.u16(segment, at);
            at += 2;
            if (nalBytes == 0 || at + nalBytes > end || (Bytes.u8(segment, at) & FORBIDDEN_BIT) != 0) {
                return false;
            }
            int header = Bytes.u8(segment, at);
            if (at == from + 2) {
                out.startOfFrame = mayStart(header & TYPE_MASK, segment, at + 1, nalBytes - 1);
            }
            discardable &= discardable(header);
            nalUnit(segment, at, nalBytes, out);
            at += nalBytes;
        }
        out.discardable = discardable;
        return at == end && at > from;
    }

    private static boolean fragment(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        if (lengthBytes < 3) {
            return false;
        }
        int indicator = Bytes.u8(segment, offset);
        int header = Bytes.u8(segment, offset + 1);
        boolean start = (header & FU_START_BIT) != 0;
        // A NAL unit in one fragment must not be a fragment (RFC 6184 section 5.8).
        if (start && (header & FU_END_BIT) != 0) {
            return false;
        }
        int type = header & TYPE_MASK;
        out.startOfFrame = start && mayStart(type, segment, offset + 2, lengthBytes - 2);
        out.keyframe = type == IDR || type == SPS;
        out.discardable = discardable((indicator & REFERENCE_MASK) | type);
        return type > 0 && type <= LAST_SINGLE_TYPE;
    }

    private static void nalUnit(MemorySegment segment, long offset, int nalBytes, FrameInfo out) {
        int type = Bytes.u8(segment, offset) & TYPE_MASK;
        if (type == IDR) {
            out.keyframe = true;
        } else if (type == SPS) {
            out.keyframe = true;
            H264SequenceParameters.parseSize(segment, offset, nalBytes, out);
        }
    }

    /** nal_ref_idc 0 of a slice; other units with it (SEI, delimiter) say nothing about the picture. */
    private static boolean discardable(int nalHeader) {
        return (nalHeader & REFERENCE_MASK) == 0 && (nalHeader & TYPE_MASK) <= IDR;
    }

    private static boolean mayStart(int type, MemorySegment segment, long payload, int payloadBytes) {
        if (type >= SEI && type <= DELIMITER) {
            return true;
        }
        // first_mb_in_slice is ue(v): zero is a single 1 bit.
        boolean slice = type == SLICE || type == IDR || type == 2;
        return slice && payloadBytes > 0 && (Bytes.u8(segment, payload) & FIRST_MB_ZERO_BIT) != 0;
    }
}
