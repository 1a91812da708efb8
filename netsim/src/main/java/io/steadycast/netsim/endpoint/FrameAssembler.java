package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.codec.FrameInfo;
import io.steadycast.media.wire.codec.Vp8Descriptor;
import io.steadycast.media.wire.rtp.RtpHeader;
import java.lang.foreign.MemorySegment;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its endpoint. Packets to frames: a frame is whole when all numbers from its first packet to its marker are there (libwebrtc's PacketBuffer).
 * What is whole by its headers must be whole in truth as well.
 */
final class FrameAssembler {
    private static final int KEPT = 4_096;
    private static final int FRAME_HEADER_BYTES = 10;

    private final Complaints complaints;
    private final TreeMap<Long, Packet> packets = new TreeMap<>();
    private final FrameInfo info = new FrameInfo();
    private final Unwrapper timestamps = Unwrapper.timestamp32();
    private final Unwrapper pictureIds = Unwrapper.ofBits(15);
    private final Unwrapper tl0 = Unwrapper.ofBits(8);
    private long newest = -1;
    private long cleared = -1;
    private boolean lastWasKeyframe;

    private static final class Packet {
        long timestamp;
        boolean first;
        boolean marker;
        boolean empty;
        boolean taken;
        long pictureId;
        long tl0PicIdx;
        int temporalId;
        boolean layerSync;
        boolean keyframe;
        int widthPx;
        final FrameTruth truth = new FrameTruth();
    }

    FrameAssembler(Complaints complaints) {
        this.complaints = complaints;
    }

    /** The last packet belonged to a keyframe. */
    boolean lastWasKeyframe() {
        return lastWasKeyframe;
    }

    /** Whether this number is empty (padding). */
    boolean isEmpty(long extSeq) {
        Packet packet = packets.get(extSeq);
        return packet != null && packet.empty;
    }

    /** Takes a packet; answers the frame that it made whole, if any. The same number twice is no harm. */
    @Nullable
    ReceivedFrame onPacket(long nowNs, long extSeq, MemorySegment segment, int lengthBytes) {
        lastWasKeyframe = false;
        if (extSeq <= cleared || packets.containsKey(extSeq)) {
            return null;
        }
        Packet packet = parse(nowNs, segment, lengthBytes);
        if (packet == null) {
            return null;
        }
        newest = Math.max(newest, extSeq);
        packets.put(extSeq, packet);
        packets.headMap(newest - KEPT).clear();
        lastWasKeyframe = packet.keyframe;
        return packet.empty ? null : whole(nowNs, extSeq, packet);
    }

    void clearUpTo(long extSeq) {
        // Some are kept so that numbers can be checked across the border.
        packets.headMap(extSeq - 16).clear();
        cleared = Math.max(cleared, extSeq);
    }

    private @Nullable Packet parse(long nowNs, MemorySegment segment, int lengthBytes) {
        Packet packet = new Packet();
        int header = RtpHeader.headerBytes(segment, 0, lengthBytes);
        int payload = RtpHeader.payloadBytes(segment, 0, lengthBytes);
        if (header < 0 || payload < 0) {
            complaints.add(nowNs, "malformed RTP");
            return null;
        }
        packet.timestamp = timestamps.unwrap(RtpHeader.timestamp(segment, 0));
        packet.empty = payload == 0;
        if (packet.empty) {
            return packet;
        }
        info.reset();
        if (!Vp8Descriptor.parse(segment, header, payload, info)
                || !packet.truth.read(
                        segment,
                        (long) header + info.descriptorBytes + FRAME_HEADER_BYTES,
                        payload - info.descriptorBytes - FRAME_HEADER_BYTES)) {
            complaints.add(nowNs, "payload is not what the host sent");
            return null;
        }
        packet.first = info.startOfFrame;
        packet.marker = RtpHeader.marker(segment, 0);
        packet.pictureId = pictureIds.unwrap(info.pictureId);
        packet.tl0PicIdx = tl0.unwrap(info.tl0PicIdx);
        packet.temporalId = info.temporalId;
        packet.layerSync = info.switchPoint;
        packet.keyframe = info.startOfFrame ? info.keyframe : packet.truth.keyframe;
        packet.widthPx = info.widthPx;
        return packet;
    }

    private @Nullable ReceivedFrame whole(long nowNs, long extSeq, Packet any) {
        long first = extSeq;
        Packet at = any;
        while (!at.first) {
            at = packets.get(--first);
            if (at == null || at.empty || at.timestamp != any.timestamp) {
                return null;
            }
        }
        long last = extSeq;
        at = any;
        while (!at.marker) {
            at = packets.get(++last);
            if (at == null || at.empty || at.timestamp != any.timestamp) {
                return null;
            }
        }
        return frame(nowNs, first, last);
    }

    private @Nullable ReceivedFrame frame(long nowNs, long first, long last) {
        Packet head = packets.get(first);
        if (head == null || head.taken) {
            return null;
        }
        head.taken = true;
        for (long seq = first; seq <= last; seq++) {
            checkPart(nowNs, seq, first, last, head);
        }
        ReceivedFrame frame = new ReceivedFrame();
        frame.firstSeq = first;
        frame.lastSeq = last;
        frame.timestamp = head.timestamp;
        frame.pictureId = head.pictureId;
        frame.tl0PicIdx = head.tl0PicIdx;
        frame.temporalId = head.temporalId;
        frame.layerSync = head.layerSync;
        frame.keyframe = head.keyframe;
        frame.widthPx = head.widthPx;
        frame.completeNs = nowNs;
        frame.truth.host = head.truth.host;
        frame.truth.encoding = head.truth.encoding;
        frame.truth.frame = head.truth.frame;
        frame.truth.reference = head.truth.reference;
        frame.truth.captureNs = head.truth.captureNs;
        frame.truth.hostClockNs = head.truth.hostClockNs;
        return frame;
    }

    private void checkPart(long nowNs, long seq, long first, long last, Packet head) {
        Packet part = packets.get(seq);
        if (part == null) {
            return;
        }
        FrameTruth truth = part.truth;
        if (truth.frame != head.truth.frame
                || truth.encoding != head.truth.encoding
                || truth.host != head.truth.host
                || truth.index != seq - first
                || truth.count != last - first + 1) {
            complaints.add(
                    nowNs,
                    "seq %d in frame [%d, %d] holds packet %d/%d of frame %d, encoding %d (head: frame %d, encoding %d)"
                            .formatted(
                                    seq,
                                    first,
                                    last,
                                    truth.index,
                                    truth.count,
                                    truth.frame,
                                    truth.encoding,
                                    head.truth.frame,
                                    head.truth.encoding));
        }
        // On the wire: eight bits of TL0PICIDX do not say which cycle a packet belongs to that was repaired late.
        if ((part.pictureId - head.pictureId & 0x7FFF) != 0
                || (part.tl0PicIdx - head.tl0PicIdx & 0xFF) != 0
                || part.temporalId != head.temporalId) {
            complaints.add(nowNs, "picture numbers differ inside the frame at seq " + seq);
        }
    }
}
