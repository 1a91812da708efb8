package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;

/** Any thread. The extensions that are written after parity was made, so that receivers zero them before they use it (rtp_packet.cc, ZeroMutableExtensions@bb9331cf). */
final class MutableExtensions {
    /** kPacerExitDeltaOffset of video-timing: from there on servers write. */
    private static final int VIDEO_TIMING_KEPT_BYTES = 7;

    private MutableExtensions() {}

    static void zero(MemorySegment packet, int lengthBytes) {
        long element = HeaderExtensions.first(packet, 0, lengthBytes);
        while (element != HeaderExtensions.NONE) {
            int keep = switch (HeaderExtensions.id(element)) {
                case Negotiated.TRANSPORT_CC_ID, Negotiated.ABS_SEND_TIME_ID, Negotiated.TRANSMISSION_OFFSET_ID -> 0;
                case Negotiated.VIDEO_TIMING_ID -> VIDEO_TIMING_KEPT_BYTES;
                default -> Integer.MAX_VALUE;
            };
            int bytes = HeaderExtensions.dataBytes(element);
            if (keep < bytes) {
                packet.asSlice(HeaderExtensions.dataOffset(element) + keep, bytes - keep)
                        .fill((byte) 0);
            }
            element = HeaderExtensions.next(packet, 0, lengthBytes, element);
        }
    }
}
