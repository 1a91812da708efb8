package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtp.HeaderExtensions;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import io.steadycast.media.wire.rtp.Rtx;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its endpoint. One SSRC of a host with its retransmission SSRC: numbers, offsets, and what was sent lately. */
final class HostStream {
    private static final int HISTORY = 1024;
    private static final int MAX_PACKET_BYTES = 1500;
    private static final int VIDEO_CLOCK = 90_000;

    final int clockRate;
    final long ssrc;
    private final long rtxSsrc;
    private final int payloadType;
    private final int rtxPayloadType;
    private final String mid;
    private final String rid;
    private final long timestampOffset;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final MemorySegment packet = MemorySegment.ofArray(new byte[MAX_PACKET_BYTES]);
    private final byte[][] history = new byte[HISTORY][];
    private final PacedSender sender;
    private long seq;
    private long rtxSeq;
    private long packets;
    private long bytes;
    private long retransmissions;

    /** What a stream is. */
    record Kind(int clockRate, int payloadType, int rtxPayloadType, String mid, String rid) {}

    HostStream(Kind kind, HostConfig.Start start, PacedSender sender, SplittableRandom random) {
        this.clockRate = kind.clockRate();
        this.payloadType = kind.payloadType();
        this.rtxPayloadType = kind.rtxPayloadType();
        this.mid = kind.mid();
        this.rid = kind.rid();
        this.sender = sender;
        this.ssrc = 1 + (random.nextInt() & 0xFFFF_FFFEL);
        this.rtxSsrc = 1 + (random.nextInt() & 0xFFFF_FFFEL);
        long randomTimestamp = random.nextInt() & 0xFFFF_FFFFL;
        long randomSeq = 1L + random.nextInt(0x7FFE);
        this.timestampOffset = start.timestamp() < 0 ? randomTimestamp : start.timestamp();
        this.seq = start.sequence() < 0 ? randomSeq : start.sequence();
        this.rtxSeq = 1L + random.nextInt(0x7FFE);
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    long retransmissions() {
        return retransmissions;
    }

    /** Not cut to 32 bits. */
    long timestamp(long elapsedNs) {
        return timestampOffset + Math.floorDiv(elapsedNs / 1000 * clockRate, 1_000_000L);
    }

    /** Where the next packet's payload is to be written, behind a header of this size. */
    MemorySegment packet() {
        return packet;
    }

    /** Begins a packet; answers where its payload goes. */
    int begin(boolean marker, long timestamp) {
        return begin(marker, timestamp, null);
    }

    /** @param descriptor of dependencies, null for none */
    int begin(boolean marker, long timestamp, byte @Nullable [] descriptor) {
        header.begin(packet, 0, RtpHeader.markerAndType(marker, payloadType), seq, timestamp & 0xFFFF_FFFFL, ssrc);
        header.element(Negotiated.MID_ID, mid.getBytes(StandardCharsets.US_ASCII));
        if (!rid.isEmpty()) {
            header.element(Negotiated.RID_ID, rid.getBytes(StandardCharsets.US_ASCII));
        }
        // Its value is given when the packet leaves.
        header.element16(Negotiated.TRANSPORT_CC_ID, 0);
        if (descriptor != null) {
            header.element(Negotiated.DEPENDENCY_DESCRIPTOR_ID, descriptor);
        }
        return header.finish();
    }

    void send(long nowNs, int lengthBytes) {
        byte[] copy = copy(lengthBytes);
        history[(int) (seq % HISTORY)] = copy;
        if (clockRate == VIDEO_CLOCK) {
            sender.sendMedia(nowNs, copy, seq);
        } else {
            sender.sendAudio(nowNs, copy, seq);
        }
        seq++;
        packets++;
        bytes += lengthBytes;
    }

    private byte[] copy(int lengthBytes) {
        byte[] copy = new byte[lengthBytes];
        MemorySegment.copy(packet, 0, MemorySegment.ofArray(copy), 0, lengthBytes);
        return copy;
    }

    /** RFC 4588: the packet again, under a number of its own. */
    void retransmit(long nowNs, int sequenceNumber) {
        for (long at = seq - 1; at >= Math.max(0, seq - HISTORY); at--) {
            byte[] sent = history[(int) (at % HISTORY)];
            if ((at & 0xFFFF) == sequenceNumber && sent != null) {
                retransmit(nowNs, MemorySegment.ofArray(sent), sent.length);
                return;
            }
        }
    }

    private void retransmit(long nowNs, MemorySegment original, int lengthBytes) {
        int payload = RtpHeader.headerBytes(original, 0, lengthBytes);
        boolean marker = RtpHeader.marker(original, 0);
        header.begin(
                packet,
                0,
                RtpHeader.markerAndType(marker, rtxPayloadType),
                rtxSeq,
                RtpHeader.timestamp(original, 0),
                rtxSsrc);
        header.element(Negotiated.MID_ID, mid.getBytes(StandardCharsets.US_ASCII));
        if (!rid.isEmpty()) {
            header.element(Negotiated.REPAIRED_RID_ID, rid.getBytes(StandardCharsets.US_ASCII));
        }
        // Its value is given when the packet leaves.
        header.element16(Negotiated.TRANSPORT_CC_ID, 0);
        long descriptor = HeaderExtensions.find(original, 0, lengthBytes, Negotiated.DEPENDENCY_DESCRIPTOR_ID);
        if (descriptor != HeaderExtensions.NONE) {
            byte[] copied = new byte[HeaderExtensions.dataBytes(descriptor)];
            MemorySegment.copy(
                    original, HeaderExtensions.dataOffset(descriptor), MemorySegment.ofArray(copied), 0, copied.length);
            header.element(Negotiated.DEPENDENCY_DESCRIPTOR_ID, copied);
        }
        int at = header.finish();
        Rtx.putOriginalSequenceNumber(packet, at, RtpHeader.sequenceNumber(original, 0));
        Bytes.copy(original, payload, packet, at + Rtx.OSN_BYTES, lengthBytes - payload);
        sender.sendRepair(nowNs, copy(at + Rtx.OSN_BYTES + lengthBytes - payload), rtxSeq++);
        retransmissions++;
    }
}
