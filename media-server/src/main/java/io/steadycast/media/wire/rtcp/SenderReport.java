package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. SR (RFC 3550 section 6.4.1); its report blocks are {@link ReportBlock}s.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |   PT=SR=200   |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |              NTP timestamp, most significant word             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             NTP timestamp, least significant word             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         RTP timestamp                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     sender's packet count                     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      sender's octet count                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                      report block(s)                          |
 * </pre>
 */
public final class SenderReport {
    public static final int BYTES = 28;

    private SenderReport() {}

    /** Whether the packet holds what its count promises; other accessors need this first. */
    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= BYTES && lengthBytes >= BYTES + ReportBlock.BYTES * RtcpHeader.count(segment, offset);
    }

    public static long senderSsrc(MemorySegment segment, long offset) {
        return RtcpHeader.senderSsrc(segment, offset);
    }

    /** NTP, UQ32.32. */
    public static long ntp(MemorySegment segment, long offset) {
        return Bytes.u64(segment, offset + 8);
    }

    public static long rtpTimestamp(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 16);
    }

    public static long packetCount(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 20);
    }

    public static long octetCount(MemorySegment segment, long offset) {
        return Bytes.u32(segment, offset + 24);
    }

    public static int blockCount(MemorySegment segment, long offset) {
        return RtcpHeader.count(segment, offset);
    }

    public static long blockOffset(long offset, int index) {
        return offset + BYTES + (long) ReportBlock.BYTES * index;
    }

    /** Header, sender and room for the blocks, which the caller writes at {@link #blockOffset}; answers the packet's length. */
    public static int begin(MemorySegment segment, long offset, long senderSsrc, int blocks) {
        int packetBytes = BYTES + ReportBlock.BYTES * blocks;
        RtcpHeader.write(segment, offset, blocks, RtcpHeader.SENDER_REPORT, packetBytes);
        Bytes.putU32(segment, offset + 4, senderSsrc);
        return packetBytes;
    }

    /** The sender information after {@link #begin}; counts may be extended, their low 32 bits go out. */
    public static void writeInfo(
            MemorySegment segment, long offset, long ntp, long rtpTimestamp, long packetCount, long octetCount) {
        Bytes.putU64(segment, offset + 8, ntp);
        Bytes.putU32(segment, offset + 16, rtpTimestamp);
        Bytes.putU32(segment, offset + 20, packetCount);
        Bytes.putU32(segment, offset + 24, octetCount);
    }
}
