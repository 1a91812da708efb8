package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. BYE (RFC 3550 section 6.6); a reason behind the sources is ignored.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    SC   |   PT=BYE=203  |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           SSRC/CSRC                           |  repeated
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Goodbye {
    public static final int ONE_SOURCE_BYTES = 8;

    private Goodbye() {}

    /** Whether the packet holds what its count promises; other accessors need this first. */
    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= RtcpHeader.BYTES && lengthBytes >= RtcpHeader.BYTES + 4 * sourceCount(segment, offset);
    }

    public static int sourceCount(MemorySegment segment, long offset) {
        return RtcpHeader.count(segment, offset);
    }

    public static long ssrc(MemorySegment segment, long offset, int index) {
        return Bytes.u32(segment, offset + RtcpHeader.BYTES + 4L * index);
    }

    public static int write(MemorySegment segment, long offset, long ssrc) {
        RtcpHeader.write(segment, offset, 1, RtcpHeader.GOODBYE, ONE_SOURCE_BYTES);
        Bytes.putU32(segment, offset + RtcpHeader.BYTES, ssrc);
        return ONE_SOURCE_BYTES;
    }
}
