package io.steadycast.media.wire.fec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Any thread. Exclusive or of bytes, eight at a time. */
public final class Xor {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private Xor() {}

    public static void into(
            MemorySegment target, long targetOffset, MemorySegment source, long sourceOffset, int bytes) {
        int i = 0;
        for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
            target.set(LONG, targetOffset + i, target.get(LONG, targetOffset + i) ^ source.get(LONG, sourceOffset + i));
        }
        for (; i < bytes; i++) {
            byte mixed = (byte) (target.get(BYTE, targetOffset + i) ^ source.get(BYTE, sourceOffset + i));
            target.set(BYTE, targetOffset + i, mixed);
        }
    }
}
