package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Receiver Estimated Maximum Bitrate (draft-alvestrand-rmcat-remb-03 section 2.2), an application layer feedback message.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| FMT=15  |   PT=206      |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of packet sender                        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                  SSRC of media source = 0                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Unique identifier 'R' 'E' 'M' 'B'                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  Num SSRC     | BR Exp    |  BR Mantissa                      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   SSRC feedback                                               |  repeated
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Remb {
    public static final int FIXED_BYTES = 20;
    private static final long IDENTIFIER = 0x52454D42;
    private static final int MANTISSA_BITS = 18;
    private static final int TYPE = RtcpHeader.typeAndFormat(RtcpHeader.PAYLOAD_FEEDBACK, RtcpHeader.FMT_APPLICATION);

    private Remb() {}

    /** Whether a PSFB packet of FMT 15 is a whole REMB; other accessors need this first. */
    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= FIXED_BYTES
                && Bytes.u32(segment, offset + 12) == IDENTIFIER
                && lengthBytes >= FIXED_BYTES + 4 * ssrcCount(segment, offset);
    }

    /** Saturates at {@link Long#MAX_VALUE}. */
    public static long bitrateBps(MemorySegment segment, long offset) {
        int field = Bytes.u24(segment, offset + 17);
        int exponent = field >> MANTISSA_BITS;
        long mantissa = field & ((1 << MANTISSA_BITS) - 1);
        return mantissa != 0 && exponent >= Long.numberOfLeadingZeros(mantissa) ? Long.MAX_VALUE : mantissa << exponent;
    }

    public static int ssrcCount(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset + 16);
    }

    public static long ssrc(MemorySegment segment, long offset, int index) {
        return Bytes.u32(segment, offset + FIXED_BYTES + 4L * index);
    }

    /** For the first {@code count} of the sources; rounds the rate down. Answers the packet's length. */
    public static int write(
            MemorySegment segment, long offset, long senderSsrc, long bitrateBps, long[] ssrcs, int count) {
        int packetBytes = FIXED_BYTES + 4 * count;
        RtcpHeader.writeFeedback(segment, offset, TYPE, packetBytes, senderSsrc, 0);
        int exponent = Math.max(0, 64 - MANTISSA_BITS - Long.numberOfLeadingZeros(bitrateBps));
        Bytes.putU32(segment, offset + 12, IDENTIFIER);
        Bytes.putU8(segment, offset + 16, count);
        Bytes.putU24(segment, offset + 17, exponent << MANTISSA_BITS | (int) (bitrateBps >> exponent));
        for (int i = 0; i < count; i++) {
            Bytes.putU32(segment, offset + FIXED_BYTES + 4L * i, ssrcs[i]);
        }
        return packetBytes;
    }
}
