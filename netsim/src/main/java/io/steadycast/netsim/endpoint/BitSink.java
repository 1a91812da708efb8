package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/** Confined to its user. Bits, most significant first, as codecs' headers have them. */
final class BitSink {
    private byte[] bytes = new byte[64];
    private int bits;

    BitSink put(int count, int value) {
        for (int i = count - 1; i >= 0; i--) {
            if (bits / 8 == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            }
            bytes[bits / 8] |= (byte) ((value >> i & 1) << (7 - bits % 8));
            bits++;
        }
        return this;
    }

    BitSink flag(boolean set) {
        return put(1, set ? 1 : 0);
    }

    /** ue(v) of ITU-T H.264 section 9.1. */
    BitSink exponential(int value) {
        int length = 31 - Integer.numberOfLeadingZeros(value + 1);
        return put(length, 0).put(length + 1, value + 1);
    }

    /** ns(n) of the AV1 specification, section 4.10.7. */
    BitSink nonSymmetric(int n, int value) {
        int w = 32 - Integer.numberOfLeadingZeros(n);
        int m = (1 << w) - n;
        return value < m ? put(w - 1, value) : put(w, value + m);
    }

    /** Padded with zeros to whole bytes. */
    byte[] bytes() {
        return Arrays.copyOf(bytes, (bits + 7) / 8);
    }
}
