package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.Rtx;
import io.steadycast.netsim.endpoint.fec.FecDecoder;
import io.steadycast.netsim.endpoint.fec.FecFormat;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its endpoint. Sorts what arrives for a video stream: media, retransmissions, parity on its own SSRC, parity and media inside RED. Media first goes to
 * the receiver and then to the decoder of parity; retransmissions never go there (flexfec_receiver.cc, ulpfec_receiver.cc@bb9331cf).
 */
final class VideoRepair implements FecDecoder.Output {
    private static final int RED_BYTES = 1;
    private static final int MAX_BYTES = 1_500;

    private final ViewerConfig config;
    private final VideoReceiver receiver;
    private final Complaints complaints;
    private final MemorySegment scratch = MemorySegment.ofArray(new byte[MAX_BYTES]);
    private final @Nullable FecDecoder fec;
    private long retransmissions;

    VideoRepair(ViewerConfig config, VideoReceiver receiver, Complaints complaints) {
        this.config = config;
        this.receiver = receiver;
        this.complaints = complaints;
        this.fec = switch (config.repair().fec()) {
            case NONE -> null;
            case FLEXFEC -> new FecDecoder(FecFormat.FLEXFEC_03, config.ssrcs().video(), this);
            case ULPFEC -> new FecDecoder(FecFormat.ULPFEC, config.ssrcs().video(), this);
        };
    }

    long retransmissions() {
        return retransmissions;
    }

    long parityUsed() {
        return fec == null ? 0 : fec.recoveredPackets();
    }

    /** A packet of the media SSRC; answers what it was for. */
    PacketKind onMedia(long nowNs, MemorySegment segment, int lengthBytes) {
        long seq = receiver.count(nowNs, segment);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        if (payload == 0) {
            receiver.onEmpty(nowNs, seq);
            return PacketKind.PADDING;
        }
        if (RtpHeader.payloadType(segment, 0) == Negotiated.VIDEO_RED && payload > 0) {
            return onRed(nowNs, seq, segment, lengthBytes);
        }
        receiver.onMedia(nowNs, seq, segment, lengthBytes);
        feed(nowNs, seq, segment, lengthBytes);
        return PacketKind.VIDEO;
    }

    private void feed(long nowNs, long seq, MemorySegment segment, int lengthBytes) {
        FecDecoder decoder = fec;
        if (decoder != null) {
            MutableExtensions.zero(segment, lengthBytes);
            decoder.onMedia(nowNs, seq, segment, lengthBytes);
        }
    }

    /** RFC 2198 with one block, as libwebrtc's senders make it. */
    private PacketKind onRed(long nowNs, long seq, MemorySegment segment, int lengthBytes) {
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int type = Bytes.u8(segment, header);
        FecDecoder decoder = fec;
        if (decoder == null || config.repair().fec() != ViewerConfig.Fec.ULPFEC || (type & 0x80) != 0) {
            complaints.add(nowNs, "RED that was not agreed on, or of more than one block");
            return PacketKind.FEC;
        }
        if (type == Negotiated.ULPFEC) {
            receiver.onEmpty(nowNs, seq);
            int from = header + RED_BYTES;
            decoder.onParity(nowNs, (int) seq & 0xFFFF, segment, from, lengthBytes - from);
            return PacketKind.FEC;
        }
        MemorySegment media = withoutRed(segment, header, lengthBytes);
        receiver.onMedia(nowNs, seq, media, lengthBytes - RED_BYTES);
        feed(nowNs, seq, media, lengthBytes - RED_BYTES);
        return PacketKind.VIDEO;
    }

    private MemorySegment withoutRed(MemorySegment segment, int header, int lengthBytes) {
        Bytes.copy(segment, 0, scratch, 0, header);
        Bytes.copy(segment, header + RED_BYTES, scratch, header, lengthBytes - header - RED_BYTES);
        RtpHeader.setPayloadType(scratch, 0, Bytes.u8(segment, header) & 0x7F);
        return scratch;
    }

    /** RFC 4588; answers what it was for. */
    PacketKind onRetransmission(long nowNs, MemorySegment segment, int lengthBytes) {
        int type = config.repair().fec() == ViewerConfig.Fec.ULPFEC
                ? Negotiated.VIDEO_RED
                : Negotiated.payloadType(config.receiver().codec());
        int restored = Rtx.restore(segment, 0, lengthBytes, type, config.ssrcs().video());
        if (restored == RtpHeader.MALFORMED) {
            complaints.add(nowNs, "malformed RTX");
        }
        if (restored <= 0) {
            return PacketKind.PADDING;
        }
        MemorySegment original = segment.asSlice(Rtx.OSN_BYTES, restored);
        if (RtpHeader.payloadBytes(original, 0, restored) == 0) {
            receiver.onRepaired(nowNs, RepairLog.Way.RTX, original, restored);
            return PacketKind.PADDING;
        }
        retransmissions++;
        if (type == Negotiated.VIDEO_RED) {
            onRedRetransmission(nowNs, original, restored);
        } else {
            receiver.onRepaired(nowNs, RepairLog.Way.RTX, original, restored);
        }
        return PacketKind.RTX;
    }

    private void onRedRetransmission(long nowNs, MemorySegment original, int lengthBytes) {
        int header = RtpHeader.headerBytes(original, 0, lengthBytes);
        if (Bytes.u8(original, header) != Negotiated.ULPFEC) {
            MemorySegment media = withoutRed(original, header, lengthBytes);
            receiver.onRepaired(nowNs, RepairLog.Way.RTX, media, lengthBytes - RED_BYTES);
        }
    }

    /** FlexFEC's own SSRC. */
    void onParity(long nowNs, MemorySegment segment, int lengthBytes) {
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        FecDecoder decoder = fec;
        if (header < 0 || decoder == null) {
            complaints.add(nowNs, "malformed FlexFEC packet");
            return;
        }
        decoder.onParity(nowNs, RtpHeader.sequenceNumber(segment, 0), segment, header, payload);
    }

    @Override
    public void onRecovered(long nowNs, MemorySegment packet, int lengthBytes) {
        receiver.onRepaired(nowNs, RepairLog.Way.FEC, packet, lengthBytes);
    }
}
