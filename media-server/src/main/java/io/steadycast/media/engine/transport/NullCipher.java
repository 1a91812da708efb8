package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.Bytes.INT;
import static io.steadycast.media.engine.transport.Bytes.LONG;

import java.lang.foreign.MemorySegment;

/**
 * Any thread. No cipher at all, for simulations: packets have the size that AES-GCM would give them, and a tag that only the right SSRC and
 * index verify, so that a wrong rollover counter shows as it does with a real cipher.
 */
public final class NullCipher implements SrtpCipher {
    private static final int TAG_BYTES = 16;
    private static final int SSRC_OFFSET_RTP = 8;
    private static final int SSRC_OFFSET_RTCP = 4;
    private static final int ENCRYPTED = 0x8000_0000;

    @Override
    public int rtpOverheadBytes() {
        return TAG_BYTES;
    }

    @Override
    public int rtcpOverheadBytes() {
        return TAG_BYTES + 4;
    }

    @Override
    public int rtcpIndexOffset(int lengthBytes) {
        return lengthBytes - 4;
    }

    @Override
    public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
        int end = headerBytes + prefixBytes + rest.length;
        MemorySegment.copy(rest.segment, rest.offset, packet.buffer, headerBytes + prefixBytes, rest.length);
        writeTag(packet, end, SSRC_OFFSET_RTP, index);
        packet.length = end + TAG_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtp(Datagram packet, int headerBytes, long index) {
        int end = packet.length - TAG_BYTES;
        if (end < headerBytes) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        return open(packet, end, SSRC_OFFSET_RTP, index);
    }

    @Override
    public int protectRtcp(Datagram packet, int index) {
        int end = packet.length;
        writeTag(packet, end, SSRC_OFFSET_RTCP, index);
        packet.buffer.set(INT, end + TAG_BYTES, index | ENCRYPTED);
        packet.length = end + TAG_BYTES + 4;
        return packet.length;
    }

    @Override
    public int unprotectRtcp(Datagram packet) {
        int end = packet.length - TAG_BYTES - 4;
        if (end < 8) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        int index = packet.buffer.get(INT, end + TAG_BYTES) & ~ENCRYPTED;
        return open(packet, end, SSRC_OFFSET_RTCP, index);
    }

    private static void writeTag(Datagram packet, int at, int ssrcOffset, long index) {
        long ssrc = packet.buffer.get(INT, ssrcOffset);
        packet.buffer.set(LONG, at, index);
        packet.buffer.set(LONG, at + 8, ~index ^ ssrc);
    }

    private static int open(Datagram packet, int end, int ssrcOffset, long index) {
        long ssrc = packet.buffer.get(INT, ssrcOffset);
        if (packet.buffer.get(LONG, end) != index || packet.buffer.get(LONG, end + 8) != (~index ^ ssrc)) {
            return DropReason.SRTP_AUTHENTICATION.negative();
        }
        packet.length = end;
        return end;
    }
}
