package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Confined to its loop. Heap arrays that the JCE works on: one set for each loop thread and not for each peer, because ten thousand peers would
 * hold 80 MB of them, and because one set stays in the first-level cache.
 */
final class CryptoScratch {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final ThreadLocal<CryptoScratch> OF_THREAD = ThreadLocal.withInitial(CryptoScratch::new);
    private static final int BYTES = Datagram.CAPACITY_BYTES + 64;

    final byte[] in = new byte[BYTES];
    final byte[] out = new byte[BYTES];

    static CryptoScratch get() {
        return OF_THREAD.get();
    }

    static void putInt(byte[] into, int offset, int value) {
        into[offset] = (byte) (value >>> 24);
        into[offset + 1] = (byte) (value >>> 16);
        into[offset + 2] = (byte) (value >>> 8);
        into[offset + 3] = (byte) value;
    }
}
