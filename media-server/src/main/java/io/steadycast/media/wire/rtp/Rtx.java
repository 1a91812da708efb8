package io.steadycast.media.wire.rtp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. The retransmission payload format (RFC 4588 section 4): the original sequence number before the original payload.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         RTP Header                            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            OSN                |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               |
 * |                  Original RTP Packet Payload                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Rtx {
    public static final int OSN_BYTES = 2;

    /** {@link #restore}: nothing is inside; libwebrtc probes with RTX packets of padding alone. */
    public static final int EMPTY = 0;

    private Rtx() {}

    public static int originalSequenceNumber(MemorySegment segment, long payloadOffset) {
        return Bytes.u16(segment, payloadOffset);
    }

    public static void putOriginalSequenceNumber(MemorySegment segment, long payloadOffset, long sequenceNumber) {
        Bytes.putU16(segment, payloadOffset, (int) sequenceNumber);
    }

    /**
     * Turns the retransmission at {@code [offset, offset + lengthBytes)} into the original packet in place. The header moves over the OSN, so the original
     * begins at {@code offset + OSN_BYTES} and the payload stays where it is. Timestamp, marker, extension and padding are the original's own or
     * equivalent (RFC 4588 section 4).
     *
     * @return the original's length, {@link #EMPTY}, or {@link RtpHeader#MALFORMED}
     */
    public static int restore(
            MemorySegment segment, long offset, int lengthBytes, int originalPayloadType, long originalSsrc) {
        int payload = RtpHeader.payloadBytes(segment, offset, lengthBytes);
        if (payload < 0) {
            return RtpHeader.MALFORMED;
        }
        if (payload == 0) {
            return EMPTY;
        }
        if (payload < OSN_BYTES) {
            return RtpHeader.MALFORMED;
        }
        int header = RtpHeader.headerBytes(segment, offset, lengthBytes);
        int sequenceNumber = originalSequenceNumber(segment, offset + header);
        long restored = offset + OSN_BYTES;
        Bytes.copy(segment, offset, segment, restored, header);
        RtpHeader.setPayloadType(segment, restored, originalPayloadType);
        RtpHeader.setSequenceNumber(segment, restored, sequenceNumber);
        RtpHeader.setSsrc(segment, restored, originalSsrc);
        return lengthBytes - OSN_BYTES;
    }
}
