package io.steadycast.media.wire.codec;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;

/** Confined to its test. Bit fields, most significant bit first, to build descriptors by hand. */
final class BitWriter {
    private final StringBuilder bits = new StringBuilder();

    BitWriter put(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            bits.append((value >> i & 1) != 0 ? '1' : '0');
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return put(1, value ? 1 : 0);
    }

    BitWriter unsignedGolomb(long value) {
        int width = 64 - Long.numberOfLeadingZeros(value + 1);
        return put(width - 1, 0).put(width, value + 1);
    }

    /** ns(n) of the AV1 specification. */
    BitWriter nonSymmetric(int n, int value) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        return value < shorter ? put(width - 1, value) : put(width, value + shorter);
    }

    byte[] bytes() {
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        byte[] out = new byte[bits.length() / 8];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return out;
    }

    MemorySegment segment() {
        return MemorySegment.ofArray(bytes());
    }

    /** With emulation prevention, behind a NAL unit header. */
    MemorySegment nalUnit(int header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header);
        int zeros = 0;
        for (byte b : bytes()) {
            if (zeros >= 2 && (b & 0xFF) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(b);
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return MemorySegment.ofArray(out.toByteArray());
    }
}
