package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. SDES (RFC 3550 section 6.5), of which only the CNAME matters to us.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    SC   |  PT=SDES=202  |             length            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                          SSRC/CSRC_1                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |    CNAME=1    |     length    | user and domain name        ...
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 */
public final class SourceDescription {
    public static final long NONE = -1;
    public static final int CNAME = 1;
    private static final int MAX_TEXT_BYTES = 255;

    private SourceDescription() {}

    /** The CNAME of a source as {@code offset << 8 | bytes}, or {@link #NONE} if it is not there or the packet is malformed before it. */
    public static long cname(MemorySegment segment, long offset, int lengthBytes, long ssrc) {
        long end = offset + lengthBytes;
        long at = offset + RtcpHeader.BYTES;
        int chunks = RtcpHeader.count(segment, offset);
        for (int i = 0; i < chunks && at + 4 <= end; i++) {
            boolean wanted = Bytes.u32(segment, at) == ssrc;
            at += 4;
            while (at < end && Bytes.u8(segment, at) != 0) {
                if (at + 2 > end || at + 2 + Bytes.u8(segment, at + 1) > end) {
                    return NONE;
                }
                int textBytes = Bytes.u8(segment, at + 1);
                if (wanted && Bytes.u8(segment, at) == CNAME) {
                    return (at + 2) << 8 | textBytes;
                }
                at += 2 + textBytes;
            }
            // One null at least ends the list, more of them fill the word (RFC 3550 section 6.5).
            at = offset + (at - offset + 4) / 4 * 4;
        }
        return NONE;
    }

    public static long textOffset(long item) {
        return item >> 8;
    }

    public static int textBytes(long item) {
        return (int) item & 0xFF;
    }

    /** One source with its CNAME; answers the packet's length. */
    public static int write(MemorySegment segment, long offset, long ssrc, byte[] cname) {
        if (cname.length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException("CNAME of " + cname.length + " bytes");
        }
        Bytes.putU32(segment, offset + 4, ssrc);
        Bytes.putU8(segment, offset + 8, CNAME);
        Bytes.putU8(segment, offset + 9, cname.length);
        Bytes.putBytes(segment, offset + 10, cname);
        int used = 10 + cname.length;
        int packetBytes = (used + 4) / 4 * 4;
        Bytes.zero(segment, offset + used, packetBytes - used);
        RtcpHeader.write(segment, offset, 1, RtcpHeader.SOURCE_DESCRIPTION, packetBytes);
        return packetBytes;
    }
}
