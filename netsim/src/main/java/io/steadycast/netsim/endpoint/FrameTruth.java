package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its endpoint, reused. What really is in a packet, written behind the codec's own header: whatever the engine does to headers on the way, the
 * viewer can tell which frame of which encoder it holds, what that frame refers to and when it was captured.
 *
 * <pre>
 * u32 magic | u32 host | u8 encoding | u8 temporal id | u16 index | u16 count | u8 keyframe | u8 0 | u64 frame | u64 reference | u64 reference2 | u64 captureNs | u64 host clock
 * </pre>
 */
final class FrameTruth {
    static final int BYTES = 56;
    static final long NO_REFERENCE = -1;
    private static final long MAGIC = 0x5343_5354L;

    int host;
    int encoding;
    int temporalId;
    int index;
    int count;
    boolean keyframe;
    long frame;
    long reference;
    /** Of the lower spatial layer, or a second one. */
    long reference2 = NO_REFERENCE;

    long captureNs;
    /** The capture moment by the host's own clock. */
    long hostClockNs;

    void write(MemorySegment segment, long at) {
        Bytes.putU32(segment, at, MAGIC);
        Bytes.putU32(segment, at + 4, host);
        Bytes.putU8(segment, at + 8, encoding);
        Bytes.putU8(segment, at + 9, temporalId);
        Bytes.putU16(segment, at + 10, index);
        Bytes.putU16(segment, at + 12, count);
        Bytes.putU16(segment, at + 14, keyframe ? 0x100 : 0);
        Bytes.putU64(segment, at + 16, frame);
        Bytes.putU64(segment, at + 24, reference);
        Bytes.putU64(segment, at + 32, reference2);
        Bytes.putU64(segment, at + 40, captureNs);
        Bytes.putU64(segment, at + 48, hostClockNs);
    }

    /** False if this is no such packet. */
    boolean read(MemorySegment segment, long at, int lengthBytes) {
        if (lengthBytes < BYTES || Bytes.u32(segment, at) != MAGIC) {
            return false;
        }
        host = (int) Bytes.u32(segment, at + 4);
        encoding = Bytes.u8(segment, at + 8);
        temporalId = Bytes.u8(segment, at + 9);
        index = Bytes.u16(segment, at + 10);
        count = Bytes.u16(segment, at + 12);
        keyframe = Bytes.u8(segment, at + 14) != 0;
        frame = Bytes.u64(segment, at + 16);
        reference = Bytes.u64(segment, at + 24);
        reference2 = Bytes.u64(segment, at + 32);
        captureNs = Bytes.u64(segment, at + 40);
        hostClockNs = Bytes.u64(segment, at + 48);
        return true;
    }

    void copyFrom(FrameTruth other) {
        host = other.host;
        encoding = other.encoding;
        temporalId = other.temporalId;
        index = other.index;
        count = other.count;
        keyframe = other.keyframe;
        frame = other.frame;
        reference = other.reference;
        reference2 = other.reference2;
        captureNs = other.captureNs;
        hostClockNs = other.hostClockNs;
    }
}
