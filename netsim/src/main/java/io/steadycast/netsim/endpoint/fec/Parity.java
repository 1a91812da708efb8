package io.steadycast.netsim.endpoint.fec;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its decoder, reused. One parity packet: its bytes, and which of the numbers that it covers are not there yet.
 *
 * <pre>
 * FlexFEC-03 (modules/rtp_rtcp/source/flexfec_03_header_reader_writer.cc@bb9331cf)
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R|F|P|X|  CC   |M| PT recovery |        length recovery        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                          TS recovery                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   SSRCCount   |                    reserved                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                             SSRC_i                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           SN base_i           |k|          Mask [0-14]        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |k|                   Mask [15-45] (optional)                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |k|                   Mask [46-108], 63 bits (optional)         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 * ULPFEC (RFC 5109 sections 7.3 and 7.4)
 * |E|L|P|X|  CC   |M| PT recovery |            SN base            |
 * |                          TS recovery                          |
 * |        length recovery        |       Protection Length       |
 * |             mask              |  mask cont. (only when L = 1) |
 * </pre>
 */
final class Parity {
    static final int MAX_BYTES = 1_500;
    private static final int FLEXFEC_MASK_OFFSET = 18;
    private static final int ULPFEC_MASK_OFFSET = 12;

    final byte[] bytes = new byte[MAX_BYTES];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);
    int lengthBytes;
    int headerBytes;
    int protectedBytes;
    /** Unwrapped number of the parity packet itself. */
    long seq;

    int baseSeq;
    /** Unwrapped. */
    long base;

    /** Bit i, counted from the highest: base + i is covered. */
    long maskHigh;

    long maskLow;
    /** Of those, not there yet. */
    long missingHigh;

    long missingLow;

    /** Takes the payload of a parity packet; false if libwebrtc would not take it. */
    boolean read(FecFormat format, long mediaSsrc, MemorySegment source, long offset, int payloadBytes) {
        if (payloadBytes > MAX_BYTES) {
            return false;
        }
        Bytes.copy(source, offset, segment, 0, payloadBytes);
        lengthBytes = payloadBytes;
        maskHigh = 0;
        maskLow = 0;
        boolean known = switch (format) {
            case FLEXFEC_03 -> readFlexfec(mediaSsrc);
            case ULPFEC -> readUlpfec();
        };
        missingHigh = maskHigh;
        missingLow = maskLow;
        return known && (maskHigh | maskLow) != 0;
    }

    private boolean readFlexfec(long mediaSsrc) {
        if (lengthBytes < 20 || (bytes[0] & 0xC0) != 0 || bytes[8] != 1 || Bytes.u32(segment, 12) != mediaSsrc) {
            return false;
        }
        baseSeq = Bytes.u16(segment, 16);
        int first = Bytes.u16(segment, FLEXFEC_MASK_OFFSET);
        maskHigh = (long) (first & 0x7FFF) << 49;
        headerBytes = FLEXFEC_MASK_OFFSET + 2;
        if ((first & 0x8000) == 0 && !readLongMask()) {
            return false;
        }
        protectedBytes = lengthBytes - headerBytes;
        return true;
    }

    private boolean readLongMask() {
        headerBytes = FLEXFEC_MASK_OFFSET + 6;
        if (lengthBytes < headerBytes) {
            return false;
        }
        long second = Bytes.u32(segment, FLEXFEC_MASK_OFFSET + 2);
        maskHigh |= (second & 0x7FFF_FFFFL) << 18;
        if ((second & 0x8000_0000L) != 0) {
            return true;
        }
        headerBytes = FLEXFEC_MASK_OFFSET + 14;
        if (lengthBytes < headerBytes) {
            return false;
        }
        long third = Bytes.u64(segment, FLEXFEC_MASK_OFFSET + 6);
        long bits = third & Long.MAX_VALUE;
        maskHigh |= bits >>> 45;
        maskLow = bits << 19;
        return third < 0;
    }

    private boolean readUlpfec() {
        boolean large = lengthBytes > 0 && (bytes[0] & 0x40) != 0;
        headerBytes = ULPFEC_MASK_OFFSET + (large ? 6 : 2);
        if (lengthBytes < headerBytes) {
            return false;
        }
        baseSeq = Bytes.u16(segment, 2);
        protectedBytes = Bytes.u16(segment, 10);
        maskHigh = (long) Bytes.u16(segment, ULPFEC_MASK_OFFSET) << 48;
        if (large) {
            maskHigh |= Bytes.u32(segment, ULPFEC_MASK_OFFSET + 2) << 16;
        }
        // Where FlexFEC has it, so that recovery is the same for both.
        bytes[2] = bytes[8];
        bytes[3] = bytes[9];
        return true;
    }

    /** This number is there now. */
    void onMedia(long mediaSeq) {
        long bit = mediaSeq - base;
        if (bit >= 0 && bit < 64) {
            missingHigh &= ~(Long.MIN_VALUE >>> bit);
        } else if (bit >= 64 && bit < 128) {
            missingLow &= ~(Long.MIN_VALUE >>> (bit - 64));
        }
    }

    int missing() {
        return Long.bitCount(missingHigh) + Long.bitCount(missingLow);
    }

    /** The one number that is not there. */
    long missingSeq() {
        return base
                + (missingHigh != 0
                        ? Long.numberOfLeadingZeros(missingHigh)
                        : 64 + Long.numberOfLeadingZeros(missingLow));
    }

    boolean covers(int bit) {
        return bit < 64 ? (maskHigh & (Long.MIN_VALUE >>> bit)) != 0 : (maskLow & (Long.MIN_VALUE >>> (bit - 64))) != 0;
    }

    long lastCovered() {
        return base
                + (maskLow != 0
                        ? 127 - Long.numberOfTrailingZeros(maskLow)
                        : 63 - Long.numberOfTrailingZeros(maskHigh));
    }
}
