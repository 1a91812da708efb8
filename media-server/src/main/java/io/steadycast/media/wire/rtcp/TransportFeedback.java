package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Layout of transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=15 |    PT=205     |           length              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      SSRC of media source                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      base sequence number     |      packet status count      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                 reference time                | fb pkt. count |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          packet chunk         |         packet chunk          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * .                                                               .
 * |         packet chunk          |  recv delta   |  recv delta   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * .                                                               .
 * |           recv delta          |  recv delta   | zero padding  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 *  0                   1               0                   1
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0| S |       Run Length        |   |1|S|       symbol list         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * run length chunk                    status vector chunk: S=0 14 symbols of 1 bit, S=1 7 of 2 bits
 * </pre>
 *
 * <p>{@link TransportFeedbackCursor} reads, {@link TransportFeedbackWriter} writes.
 */
public final class TransportFeedback {
    /** Everything before the chunks. */
    public static final int HEADER_BYTES = 20;

    /** Receive deltas are multiples of this. */
    public static final long TICK_NS = 250_000;

    /** Reference times are multiples of 64 ms. */
    public static final int TICKS_PER_REFERENCE = 256;

    static final int NOT_RECEIVED = 0;
    static final int SMALL_DELTA = 1;
    static final int LARGE_DELTA = 2;

    static final int VECTOR_BIT = 0x8000;
    static final int TWO_BIT_VECTOR_BIT = 0x4000;
    static final int MAX_RUN = 0x1FFF;
    static final int ONE_BIT_SYMBOLS = 14;
    static final int TWO_BIT_SYMBOLS = 7;

    static final int TYPE = RtcpHeader.typeAndFormat(RtcpHeader.TRANSPORT_FEEDBACK, RtcpHeader.FMT_TRANSPORT_CC);

    private TransportFeedback() {}

    public static int baseSequence(MemorySegment segment, long offset) {
        return Bytes.u16(segment, offset + 12);
    }

    public static int statusCount(MemorySegment segment, long offset) {
        return Bytes.u16(segment, offset + 14);
    }

    /** 24 bits, in units of 64 ms; wraps every 12.4 days. The draft calls it signed, the difference matters only as one modulo 2^24. */
    public static int referenceTime(MemorySegment segment, long offset) {
        return Bytes.u24(segment, offset + 16);
    }

    public static int feedbackCount(MemorySegment segment, long offset) {
        return Bytes.u8(segment, offset + 19);
    }

    static boolean isVector(int chunk) {
        return (chunk & VECTOR_BIT) != 0;
    }

    static int symbolsIn(int chunk) {
        if (!isVector(chunk)) {
            return chunk & MAX_RUN;
        }
        return (chunk & TWO_BIT_VECTOR_BIT) != 0 ? TWO_BIT_SYMBOLS : ONE_BIT_SYMBOLS;
    }

    /** Symbol {@code index} of a chunk, 0 to 3. */
    static int symbol(int chunk, int index) {
        if (!isVector(chunk)) {
            return chunk >> 13 & 0x03;
        }
        if ((chunk & TWO_BIT_VECTOR_BIT) != 0) {
            return chunk >> (2 * (TWO_BIT_SYMBOLS - 1 - index)) & 0x03;
        }
        return chunk >> (ONE_BIT_SYMBOLS - 1 - index) & 0x01;
    }
}
