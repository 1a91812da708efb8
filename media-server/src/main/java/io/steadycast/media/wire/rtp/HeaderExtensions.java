package io.steadycast.media.wire.rtp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Elements of the RTP header extension (RFC 8285), found without making an object of any.
 *
 * <pre>
 * one-byte form, profile 0xBEDE             two-byte form, profile 0x100 + appbits
 *  0                                         0                   1
 *  0 1 2 3 4 5 6 7                           0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ID   | len-1 |  data ...               |      ID       |      len      |  data ...
 * +-+-+-+-+-+-+-+-+                         +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>An element is a packed long: the absolute offset of its data in the segment, its id and its length ({@link #dataOffset}, {@link #id},
 * {@link #dataBytes}). Iterate with {@code for (long e = first(s, o, l); e != NONE; e = next(s, o, l, e))}.
 */
public final class HeaderExtensions {
    public static final long NONE = -1;

    static final int ONE_BYTE_PROFILE = 0xBEDE;
    static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int TWO_BYTE_PROFILE_MASK = 0xFFF0;
    /** RFC 8285 section 4.2: reserved, a receiver stops at it. */
    private static final int STOP_ID = 15;

    private HeaderExtensions() {}

    public static long dataOffset(long element) {
        return element >> 16;
    }

    public static int id(long element) {
        return (int) (element >> 8) & 0xFF;
    }

    public static int dataBytes(long element) {
        return (int) element & 0xFF;
    }

    /** The element with this id in the RTP packet at {@code [offset, offset + lengthBytes)}, or {@link #NONE}. */
    public static long find(MemorySegment segment, long offset, int lengthBytes, int id) {
        long element = first(segment, offset, lengthBytes);
        while (element != NONE && id(element) != id) {
            element = next(segment, offset, lengthBytes, element);
        }
        return element;
    }

    /** The first element, or {@link #NONE} if the packet has none, is too short, or has an extension of another profile. */
    public static long first(MemorySegment segment, long offset, int lengthBytes) {
        if (lengthBytes < RtpHeader.FIXED_BYTES || !RtpHeader.extension(segment, offset)) {
            return NONE;
        }
        long start = offset + RtpHeader.extensionStart(segment, offset);
        if (start + 4 > offset + lengthBytes) {
            return NONE;
        }
        return elementAt(segment, start + 4, end(segment, offset, lengthBytes), Bytes.u16(segment, start));
    }

    /** The element after this one, or {@link #NONE}. */
    public static long next(MemorySegment segment, long offset, int lengthBytes, long element) {
        long start = offset + RtpHeader.extensionStart(segment, offset);
        long after = dataOffset(element) + dataBytes(element);
        return elementAt(segment, after, end(segment, offset, lengthBytes), Bytes.u16(segment, start));
    }

    private static long end(MemorySegment segment, long offset, int lengthBytes) {
        long start = offset + RtpHeader.extensionStart(segment, offset);
        return Math.min(offset + lengthBytes, start + 4 + 4L * Bytes.u16(segment, start + 2));
    }

    private static long elementAt(MemorySegment segment, long from, long end, int profile) {
        if (profile == ONE_BYTE_PROFILE) {
            return oneByteElement(segment, from, end);
        }
        return (profile & TWO_BYTE_PROFILE_MASK) == TWO_BYTE_PROFILE ? twoByteElement(segment, from, end) : NONE;
    }

    private static long oneByteElement(MemorySegment segment, long from, long end) {
        long at = from;
        while (at < end) {
            int head = Bytes.u8(segment, at);
            if (head == 0) {
                at++;
                continue;
            }
            int id = head >> 4;
            // An id of 0 with a length ends the processing as id 15 does (RFC 8285 section 4.2).
            if (id == 0 || id == STOP_ID) {
                return NONE;
            }
            return bounded(at + 1, id, (head & 0x0F) + 1, end);
        }
        return NONE;
    }

    private static long twoByteElement(MemorySegment segment, long from, long end) {
        long at = from;
        while (at < end) {
            int id = Bytes.u8(segment, at);
            if (id == 0) {
                at++;
                continue;
            }
            return at + 2 > end ? NONE : bounded(at + 2, id, Bytes.u8(segment, at + 1), end);
        }
        return NONE;
    }

    private static long bounded(long dataOffset, int id, int dataBytes, long end) {
        return dataOffset + dataBytes > end ? NONE : dataOffset << 16 | (long) id << 8 | dataBytes;
    }
}
