package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The AV1 aggregation header (AV1 RTP payload format section 4.4), for streams that come without a dependency descriptor.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-+-+-+-+-+-+-+
 * |Z|Y| W |N|-|-|-|
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>N is set on the first packet of a coded video sequence, which begins with a keyframe. A frame's start is only suspected (no OBU continues from the packet
 * before): the caller confirms it by a changed RTP timestamp, and takes the RTP marker for the end. Layers come from the OBU extension header of the first OBU
 * that has one.
 */
public final class Av1Aggregation {
    private static final int Z_BIT = 0x80;
    private static final int N_BIT = 0x08;
    private static final int OBU_EXTENSION_BIT = 0x04;
    private static final int OBU_FORBIDDEN_BIT = 0x80;
    /** leb128 of a 32 bit value (AV1 specification section 4.10.5). */
    private static final int MAX_LEB128_BYTES = 5;

    private Av1Aggregation() {}

    /** False if the header contradicts itself or an element's length leaves the payload. */
    public static boolean parse(MemorySegment segment, long offset, int lengthBytes, FrameInfo out) {
        out.reset();
        if (lengthBytes < 2) {
            return false;
        }
        int header = Bytes.u8(segment, offset);
        boolean continues = (header & Z_BIT) != 0;
        boolean newSequence = (header & N_BIT) != 0;
        if (continues && newSequence) {
            return false;
        }
        out.descriptorBytes = 1;
        out.keyframe = newSequence;
        out.switchPoint = newSequence;
        out.interPicture = !newSequence;
        out.startOfFrame = !continues;
        return elements(segment, offset + 1, offset + lengthBytes, header, out);
    }

    private static boolean elements(MemorySegment segment, long from, long end, int header, FrameInfo out) {
        int count = header >> 4 & 0x03;
        boolean obuStarts = (header & Z_BIT) == 0;
        boolean layersKnown = false;
        long at = from;
        for (int i = 0; at < end && (count == 0 || i < count); i++) {
            // With W elements announced the last one has no length field and takes the rest.
            boolean sized = count == 0 || i < count - 1;
            long elementBytes = end - at;
            if (sized) {
                long packed = leb128(segment, at, end);
                if (packed < 0) {
                    return false;
                }
                elementBytes = packed >> 8;
                at += packed & 0xFF;
            }
            if (elementBytes > end - at) {
                return false;
            }
            if (obuStarts && !layersKnown) {
                layersKnown = layers(segment, at, elementBytes, out);
            }
            obuStarts = true;
            at += elementBytes;
        }
        return at == end;
    }

    /** OBU header (AV1 specification section 5.3.3): temporal_id(3), spatial_id(2), reserved(3). */
    private static boolean layers(MemorySegment segment, long at, long elementBytes, FrameInfo out) {
        if (elementBytes < 2) {
            return false;
        }
        int obu = Bytes.u8(segment, at);
        if ((obu & OBU_FORBIDDEN_BIT) != 0 || (obu & OBU_EXTENSION_BIT) == 0) {
            return false;
        }
        int extension = Bytes.u8(segment, at + 1);
        out.temporalId = extension >> 5;
        out.spatialId = extension >> 3 & 0x03;
        return true;
    }

    /** {@code value << 8 | bytes}, or -1. */
    private static long leb128(MemorySegment segment, long from, long end) {
        long value = 0;
        for (int i = 0; i < MAX_LEB128_BYTES && from + i < end; i++) {
            int next = Bytes.u8(segment, from + i);
            value |= (next & 0x7FL) << (7 * i);
            if ((next & 0x80) == 0) {
                return value << 8 | (i + 1);
            }
        }
        return -1;
    }
}
