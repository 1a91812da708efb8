package io.steadycast.media.wire.codec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its owner, reused. Reads bit fields, most significant bit first, and never past its bounds: a read beyond the end answers 0 and sets
 * {@link #failed}, which a parser asks once at its end, or inside loops whose count came from the wire.
 */
final class BitReader {
    /** Longest Exp-Golomb prefix of a 32 bit value (ITU-T H.264 section 9.1). */
    private static final int MAX_GOLOMB_ZEROS = 31;

    private MemorySegment segment = MemorySegment.NULL;
    private long at;
    private long end;
    private int bitsLeft;
    private int current;
    private int zeroBytes;
    private boolean unescape;
    private boolean failed;

    void start(MemorySegment source, long offset, long lengthBytes) {
        segment = source;
        at = offset;
        end = offset + lengthBytes;
        bitsLeft = 0;
        current = 0;
        zeroBytes = 0;
        unescape = false;
        failed = false;
    }

    /** As {@link #start}, leaving out emulation prevention bytes (ITU-T H.264 section 7.4.1: 00 00 03). */
    void startNalUnit(MemorySegment source, long offset, long lengthBytes) {
        start(source, offset, lengthBytes);
        unescape = true;
    }

    boolean failed() {
        return failed;
    }

    boolean flag() {
        return bits(1) != 0;
    }

    /** Up to 32 bits, unsigned. */
    long bits(int count) {
        long value = 0;
        int wanted = count;
        while (wanted > 0) {
            if (bitsLeft == 0 && !load()) {
                return 0;
            }
            int take = Math.min(wanted, bitsLeft);
            bitsLeft -= take;
            value = value << take | (current >> bitsLeft & ((1 << take) - 1));
            wanted -= take;
        }
        return value;
    }

    int intBits(int count) {
        return (int) bits(count);
    }

    /** ue(v). */
    long unsignedGolomb() {
        int zeros = 0;
        while (!flag()) {
            zeros++;
            if (failed || zeros > MAX_GOLOMB_ZEROS) {
                failed = true;
                return 0;
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** se(v). */
    long signedGolomb() {
        long code = unsignedGolomb();
        return (code & 1) != 0 ? (code + 1) / 2 : -(code / 2);
    }

    /** ns(n) of the AV1 specification, section 4.10.7: a value below n in as few bits as its range allows. */
    int nonSymmetric(int n) {
        int width = 32 - Integer.numberOfLeadingZeros(n);
        int shorter = (1 << width) - n;
        int value = intBits(width - 1);
        return value < shorter ? value : (value << 1) - shorter + intBits(1);
    }

    private boolean load() {
        if (failed || at >= end) {
            failed = true;
            return false;
        }
        int value = Bytes.u8(segment, at++);
        if (unescape && zeroBytes >= 2 && value == 3) {
            zeroBytes = 0;
            return load();
        }
        zeroBytes = value == 0 ? zeroBytes + 1 : 0;
        current = value;
        bitsLeft = 8;
        return true;
    }
}
