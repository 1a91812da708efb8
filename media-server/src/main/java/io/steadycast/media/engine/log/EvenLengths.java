package io.steadycast.media.engine.log;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Stateless. Encoders cut a frame into packets that differ by a byte (libwebrtc modules/rtp_rtcp/source/rtp_format.cc, SplitAboutEqually), and only packets of one length
 * can leave as segments of one message. So a large packet's payload is made a multiple of eight bytes by RTP padding (RFC 3550 section 5.1), once, where it enters the log:
 * viewers, parity and retransmissions all have the same bytes. Headers are whole words, so packets of a frame come out alike.
 */
public final class EvenLengths {
    private static final int STEP_BYTES = 8;

    /** A smaller packet is most often its frame's only one, and padding it would cost more than a hundredth. */
    private static final int MIN_PAYLOAD_BYTES = 600;

    /** Beyond that an RTP packet, with the tag and what a retransmission adds, might not pass IPv6's least MTU. */
    private static final int MAX_RTP_BYTES = 1_208;

    private EvenLengths() {}

    /** For a payload of so many bytes behind a header of so many. */
    public static int paddingBytes(int headerBytes, int payloadBytes) {
        int padding = -payloadBytes & STEP_BYTES - 1;
        return payloadBytes < MIN_PAYLOAD_BYTES || headerBytes + payloadBytes + padding > MAX_RTP_BYTES ? 0 : padding;
    }

    /** Zeros, and last how many they are. */
    static void write(MemorySegment target, long offset, int paddingBytes) {
        Bytes.zero(target, offset, paddingBytes - 1);
        Bytes.putU8(target, offset + paddingBytes - 1, paddingBytes);
    }
}
