package io.steadycast.media.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Any thread. Big-endian fields in a segment, all of them unsigned: the order of RFC 791 Appendix B, which every protocol here follows.
 *
 * <p>Values come as the next wider type so that none is ever negative; only {@link #u64} keeps its bits as they are. Bounds are the caller's business: a
 * parser checks its own {@code [offset, offset + length)} first, the segment's check is only the last fence.
 */
public final class Bytes {
    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    public static int u8(MemorySegment segment, long offset) {
        return segment.get(U8, offset) & 0xFF;
    }

    public static int u16(MemorySegment segment, long offset) {
        return segment.get(U16, offset) & 0xFFFF;
    }

    public static int u24(MemorySegment segment, long offset) {
        return u16(segment, offset) << 8 | u8(segment, offset + 2);
    }

    /** Sign-extended, for the cumulative loss of report blocks and the transmission offset. */
    public static int s24(MemorySegment segment, long offset) {
        return u24(segment, offset) << 8 >> 8;
    }

    public static long u32(MemorySegment segment, long offset) {
        return segment.get(U32, offset) & 0xFFFF_FFFFL;
    }

    public static long u64(MemorySegment segment, long offset) {
        return segment.get(U64, offset);
    }

    public static void putU8(MemorySegment segment, long offset, int value) {
        segment.set(U8, offset, (byte) value);
    }

    public static void putU16(MemorySegment segment, long offset, int value) {
        segment.set(U16, offset, (short) value);
    }

    public static void putU24(MemorySegment segment, long offset, int value) {
        putU8(segment, offset, value >> 16);
        putU16(segment, offset + 1, value);
    }

    public static void putU32(MemorySegment segment, long offset, long value) {
        segment.set(U32, offset, (int) value);
    }

    public static void putU64(MemorySegment segment, long offset, long value) {
        segment.set(U64, offset, value);
    }

    /** Copies like {@code memmove}: the two ranges may overlap. */
    public static void copy(
            MemorySegment source, long sourceOffset, MemorySegment target, long targetOffset, long lengthBytes) {
        MemorySegment.copy(source, sourceOffset, target, targetOffset, lengthBytes);
    }

    /** Compares with bytes known beforehand, such as a rid, without making an object of what came in. */
    public static boolean matches(MemorySegment segment, long offset, int lengthBytes, byte[] known) {
        if (lengthBytes != known.length) {
            return false;
        }
        for (int i = 0; i < known.length; i++) {
            if (segment.get(U8, offset + i) != known[i]) {
                return false;
            }
        }
        return true;
    }

    public static void putBytes(MemorySegment segment, long offset, byte[] value) {
        MemorySegment.copy(value, 0, segment, U8, offset, value.length);
    }

    public static void zero(MemorySegment segment, long offset, long lengthBytes) {
        for (long i = 0; i < lengthBytes; i++) {
            segment.set(U8, offset + i, (byte) 0);
        }
    }
}
