package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. Full Intra Request (RFC 5104 section 4.3.1). The feedback header's media SSRC is unused; each entry names its own source.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                              SSRC                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | Seq nr.       |    Reserved                                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Fir {
    private static final int ENTRY_BYTES = 8;
    public static final int ONE_ENTRY_BYTES = RtcpHeader.FEEDBACK_BYTES + ENTRY_BYTES;
    private static final int TYPE = RtcpHeader.typeAndFormat(RtcpHeader.PAYLOAD_FEEDBACK, RtcpHeader.FMT_FIR);

    private Fir() {}

    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= ONE_ENTRY_BYTES;
    }

    public static int entryCount(int lengthBytes) {
        return (lengthBytes - RtcpHeader.FEEDBACK_BYTES) / ENTRY_BYTES;
    }

    public static long ssrc(MemorySegment segment, long offset, int index) {
        return Bytes.u32(segment, entry(offset, index));
    }

    /** Command sequence number: a repeat of the same number is the same request. */
    public static int sequenceNumber(MemorySegment segment, long offset, int index) {
        return Bytes.u8(segment, entry(offset, index) + 4);
    }

    public static int write(MemorySegment segment, long offset, long senderSsrc, long mediaSsrc, int sequenceNumber) {
        RtcpHeader.writeFeedback(segment, offset, TYPE, ONE_ENTRY_BYTES, senderSsrc, 0);
        long entry = entry(offset, 0);
        Bytes.putU32(segment, entry, mediaSsrc);
        Bytes.putU8(segment, entry + 4, sequenceNumber);
        Bytes.putU24(segment, entry + 5, 0);
        return ONE_ENTRY_BYTES;
    }

    private static long entry(long offset, int index) {
        return offset + RtcpHeader.FEEDBACK_BYTES + (long) ENTRY_BYTES * index;
    }
}
