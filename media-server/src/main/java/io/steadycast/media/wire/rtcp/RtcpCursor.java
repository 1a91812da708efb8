package io.steadycast.media.wire.rtcp;

import io.steadycast.media.wire.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its owner, reused for every datagram. Walks the packets of a compound or a reduced-size RTCP datagram (RFC 3550 section 6.1, RFC 5506).
 *
 * <p>The whole datagram is judged by {@link #start} before the first packet is shown: an RTCP datagram with one wrong length field has no packet that can be
 * trusted (RFC 3550 Appendix A.2). What a packet type holds inside its bounds is judged by that type's own reader, which is given {@link #segment},
 * {@link #offset} and {@link #lengthBytes}. Unlike Appendix A.2 any packet may come first, as RFC 5506 section 3.4.2 allows.
 *
 * <pre>{@code
 * if (!cursor.start(segment, 0, length)) return MALFORMED;
 * while (cursor.next()) switch (cursor.type()) { ... }
 * }</pre>
 */
public final class RtcpCursor {
    private MemorySegment segment = MemorySegment.NULL;
    private long nextOffset;
    private long end;
    private long offset;
    private int lengthBytes;

    /** Stands before the first packet; false if the datagram is malformed, then {@link #next} answers false too. */
    public boolean start(MemorySegment datagram, long datagramOffset, int datagramBytes) {
        segment = datagram;
        nextOffset = datagramOffset;
        offset = datagramOffset;
        lengthBytes = 0;
        boolean wellFormed = wellFormed(datagram, datagramOffset, datagramBytes);
        end = wellFormed ? datagramOffset + datagramBytes : datagramOffset;
        return wellFormed;
    }

    public boolean next() {
        if (nextOffset >= end) {
            return false;
        }
        offset = nextOffset;
        int packetBytes = RtcpHeader.packetBytes(segment, offset);
        nextOffset = offset + packetBytes;
        lengthBytes = packetBytes - paddingBytes(segment, offset, packetBytes);
        return true;
    }

    public MemorySegment segment() {
        return segment;
    }

    /** Where the current packet's header begins. */
    public long offset() {
        return offset;
    }

    /** The current packet with its header, without its padding; at least {@link RtcpHeader#BYTES}. */
    public int lengthBytes() {
        return lengthBytes;
    }

    public int type() {
        return RtcpHeader.type(segment, offset);
    }

    public int count() {
        return RtcpHeader.count(segment, offset);
    }

    private static boolean wellFormed(MemorySegment segment, long start, int datagramBytes) {
        long end = start + datagramBytes;
        if (datagramBytes < RtcpHeader.BYTES) {
            return false;
        }
        long at = start;
        while (at < end) {
            if (at + RtcpHeader.BYTES > end || RtcpHeader.version(segment, at) != 2) {
                return false;
            }
            int packetBytes = RtcpHeader.packetBytes(segment, at);
            if (at + packetBytes > end) {
                return false;
            }
            if (paddingBytes(segment, at, packetBytes) < 0) {
                return false;
            }
            at += packetBytes;
        }
        return true;
    }

    /**
     * -1 if the count is not inside the packet's body. RFC 3550 section 6.4.1 wants padding by whole words and on the last packet only; libwebrtc pads
     * transport-cc feedback by one to three bytes wherever it stands (transport_feedback.cc), so neither is asked for.
     */
    private static int paddingBytes(MemorySegment segment, long offset, int packetBytes) {
        if (!RtcpHeader.padding(segment, offset)) {
            return 0;
        }
        int padding = Bytes.u8(segment, offset + packetBytes - 1);
        return padding > 0 && padding <= packetBytes - RtcpHeader.BYTES ? padding : -1;
    }
}
