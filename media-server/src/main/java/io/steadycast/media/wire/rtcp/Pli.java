package io.steadycast.media.wire.rtcp;

import java.lang.foreign.MemorySegment;

/**
 * Any thread. Picture Loss Indication (RFC 4585 section 6.3.1): a feedback header and nothing more.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  FMT=1  |  PT=PSFB=206  |          length = 2           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      SSRC of media source                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Pli {
    public static final int BYTES = RtcpHeader.FEEDBACK_BYTES;
    private static final int TYPE = RtcpHeader.typeAndFormat(RtcpHeader.PAYLOAD_FEEDBACK, RtcpHeader.FMT_PLI);

    private Pli() {}

    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= BYTES;
    }

    public static long mediaSsrc(MemorySegment segment, long offset) {
        return RtcpHeader.mediaSsrc(segment, offset);
    }

    public static int write(MemorySegment segment, long offset, long senderSsrc, long mediaSsrc) {
        RtcpHeader.writeFeedback(segment, offset, TYPE, BYTES, senderSsrc, mediaSsrc);
        return BYTES;
    }
}
