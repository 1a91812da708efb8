package io.steadycast.media.engine.transport;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Any thread. Network byte order over memory segments. */
final class Bytes {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private Bytes() {}

    static int u8(Datagram d, int offset) {
        return d.buffer.get(BYTE, offset) & 0xFF;
    }

    static int u16(Datagram d, int offset) {
        return d.buffer.get(SHORT, offset) & 0xFFFF;
    }
}
