package io.steadycast.media.net.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Stateless. struct mmsghdr as 64-bit Linux lays it out (socket(7), sendmmsg(2)), accessed at an offset of a segment:
 *
 * <pre>
 *  0 msg_name        16 msg_iov      32 msg_control     48 msg_flags
 *  8 msg_namelen     24 msg_iovlen   40 msg_controllen  56 msg_len
 * </pre>
 */
final class Message {
    static final int BYTES = 64;
    static final int DONT_WAIT = 0x40;

    private static final int TRUNCATED = 0x20;

    private static final long NAME = 0;
    private static final long NAME_BYTES = 8;
    private static final long VECTORS = 16;
    private static final long VECTOR_COUNT = 24;
    private static final long CONTROL = 32;
    private static final long CONTROL_BYTES = 40;
    private static final long FLAGS = 48;
    private static final long LENGTH = 56;

    /** struct iovec: base, length. */
    static final int VECTOR_BYTES = 16;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private Message() {}

    static void name(MemorySegment in, long at, long address, int bytes) {
        in.set(LONG, at + NAME, address);
        nameBytes(in, at, bytes);
    }

    static void nameBytes(MemorySegment in, long at, int bytes) {
        in.set(INT, at + NAME_BYTES, bytes);
    }

    static int nameBytes(MemorySegment in, long at) {
        return in.get(INT, at + NAME_BYTES);
    }

    static void vectors(MemorySegment in, long at, long address, int count) {
        in.set(LONG, at + VECTORS, address);
        in.set(LONG, at + VECTOR_COUNT, count);
    }

    static void control(MemorySegment in, long at, long address, int bytes) {
        in.set(LONG, at + CONTROL, bytes == 0 ? 0 : address);
        in.set(LONG, at + CONTROL_BYTES, bytes);
    }

    static boolean isTruncated(MemorySegment in, long at) {
        return (in.get(INT, at + FLAGS) & TRUNCATED) != 0;
    }

    static int length(MemorySegment in, long at) {
        return in.get(INT, at + LENGTH);
    }

    static void vector(MemorySegment in, long at, long address, int bytes) {
        in.set(LONG, at, address);
        in.set(LONG, at + Long.BYTES, bytes);
    }
}
