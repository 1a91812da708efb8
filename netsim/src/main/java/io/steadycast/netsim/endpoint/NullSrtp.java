package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * Confined to its endpoint. The other end of the engine's null cipher: the tag says which SSRC and index a packet was sealed for, so that a rollover counter
 * that the two ends do not share is a failed authentication, as it is with a real cipher. Replays fail too.
 */
final class NullSrtp {
    static final int TAG_BYTES = 16;
    private static final int RTCP_BYTES = TAG_BYTES + 4;
    /** libwebrtc's (pc/srtp_session.cc). */
    private static final int WINDOW = 1024;

    private final Map<Integer, Window> windows = new HashMap<>();
    private int rtcpIndex;

    private static final class Window {
        final long[] seen = new long[WINDOW];
        long highest = -1;
    }

    /** The packet with its tag, as an array of its own. */
    static byte[] protectRtp(MemorySegment packet, int lengthBytes, long extSeq) {
        return seal(packet, lengthBytes, TAG_BYTES, 8, extSeq);
    }

    byte[] protectRtcp(MemorySegment packet, int lengthBytes) {
        int index = rtcpIndex++;
        byte[] sealed = seal(packet, lengthBytes, RTCP_BYTES, 4, index);
        Bytes.putU32(MemorySegment.ofArray(sealed), lengthBytes + TAG_BYTES, index | 0x8000_0000L);
        return sealed;
    }

    private static byte[] seal(MemorySegment packet, int lengthBytes, int extraBytes, int ssrcOffset, long index) {
        byte[] sealed = new byte[lengthBytes + extraBytes];
        MemorySegment out = MemorySegment.ofArray(sealed);
        MemorySegment.copy(packet, 0, out, 0, lengthBytes);
        Bytes.putU64(out, lengthBytes, index);
        Bytes.putU64(out, lengthBytes + 8, tag(out, ssrcOffset, index));
        return sealed;
    }

    private static long tag(MemorySegment packet, int ssrcOffset, long index) {
        return ~index ^ (int) Bytes.u32(packet, ssrcOffset);
    }

    /** The plain length, or -1: not authentic, or received before. */
    int unprotectRtp(MemorySegment packet, int lengthBytes) {
        int end = lengthBytes - TAG_BYTES;
        if (end < RtpHeader.FIXED_BYTES) {
            return -1;
        }
        Window window = windows.computeIfAbsent((int) RtpHeader.ssrc(packet, 0), ssrc -> new Window());
        int wire = RtpHeader.sequenceNumber(packet, 0);
        long index = window.highest < 0 ? wire : Unwrapper.seq16(window.highest, wire);
        if (Bytes.u64(packet, end) != index || Bytes.u64(packet, end + 8) != tag(packet, 8, index)) {
            return -1;
        }
        return fresh(window, index) ? end : -1;
    }

    private static boolean fresh(Window window, long index) {
        int slot = (int) (index % WINDOW);
        if (index <= window.highest - WINDOW || window.seen[slot] == index + 1) {
            return false;
        }
        window.seen[slot] = index + 1;
        window.highest = Math.max(window.highest, index);
        return true;
    }

    static int unprotectRtcp(MemorySegment packet, int lengthBytes) {
        int end = lengthBytes - RTCP_BYTES;
        if (end < 8) {
            return -1;
        }
        long index = Bytes.u32(packet, end + TAG_BYTES) & 0x7FFF_FFFFL;
        boolean authentic = Bytes.u64(packet, end) == index && Bytes.u64(packet, end + 8) == tag(packet, 4, index);
        return authentic ? end : -1;
    }
}
