package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Any thread. RR (RFC 3550 section 6.4.2): an SR without the sender information; its blocks are {@link ReportBlock}s.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|    RC   |   PT=RR=201   |             length            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     SSRC of packet sender                     |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |                      report block(s)                          |
 * </pre>
 */
public final class ReceiverReport {
    public static final int BYTES = 8;

    private ReceiverReport() {}

    /** Whether the packet holds what its count promises; other accessors need this first. */
    public static boolean valid(MemorySegment segment, long offset, int lengthBytes) {
        return lengthBytes >= BYTES && lengthBytes >= BYTES + ReportBlock.BYTES * RtcpHeader.count(segment, offset);
    }

    public static long senderSsrc(MemorySegment segment, long offset) {
        return RtcpHeader.senderSsrc(segment, offset);
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
        RtcpHeader.write(segment, offset, blocks, RtcpHeader.RECEIVER_REPORT, packetBytes);
        Bytes.putU32(segment, offset + 4, senderSsrc);
        return packetBytes;
    }
}
