package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.PassedExtension;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.wire.Bytes;
import io.steadycast.media.wire.codec.OpusRed;
import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.media.wire.rtp.HeaderExtension;
import io.steadycast.media.wire.rtp.RtpHeader;
import io.steadycast.media.wire.rtp.RtpHeaderWriter;
import io.steadycast.media.wire.rtp.Rtx;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Builds a viewer's packet once, in the datagram that goes out: a header of its own, rewritten picture numbers, and the
 * payload straight from the log in the same pass as its encryption. Transport-wide number and send time are those of this very moment.
 */
final class PacketSender {
    /** Any value up to 255 would do (RFC 3550 section 5.1); all of it is padding. */
    private static final int PADDING_BYTES = 4;

    private static final HeaderExtension[] WIRE_NAMES = wireNames();
    private static final PassedExtension[] PASSED = PassedExtension.values();

    private final PeerTransport transport;
    private final FeedbackLog feedback;
    private final Pacer pacer;
    private final DropTally drops;
    private final RtpHeaderWriter header = new RtpHeaderWriter();
    private final DescriptorRewriter.Target head = new DescriptorRewriter.Target();
    private final PayloadSlice rest = new PayloadSlice();
    private int playoutDelay = ExtensionValues.ABSENT;

    /** What differs from viewer to viewer. A reusable struct. */
    static final class Outgoing {
        static final long UNNUMBERED = -1;

        /** The place of its m-section. */
        final int subscription;

        long extSeq;
        int timestamp;
        boolean marker;
        long idDeltas;
        /** The number that a retransmission repairs; -1 for media. */
        long originalSeq = -1;

        /** Of everything but media, which says itself what it is. */
        PacketKind kind = PacketKind.RTX;

        /** A number that an older packet had, for {@link #sendRecall}; 0: the next one; {@link #UNNUMBERED}: none. */
        long transportSeq;

        /** Takes the packet into its block of parity; null if nothing is to be protected. */
        @Nullable
        FecEncoder fec;

        /** Puts older audio in front; null where RED was not negotiated. */
        @Nullable
        RedEncoder red;

        /** Sends older audio behind it; null where RED does that, or nothing is to be repeated. */
        @Nullable
        AudioCopies copies;

        /** Of the m-section (RFC 9143); null to leave it out. */
        byte @Nullable [] mid;

        Outgoing(int subscription) {
            this.subscription = subscription;
        }

        /** What it is in the numbers of its subscription. */
        long origin() {
            return originalSeq >= 0 ? originalSeq : extSeq;
        }
    }

    /** Of audio to a viewer without RED. */
    AudioCopies copies(StreamPlan plan) {
        return new AudioCopies(plan, transport, pacer);
    }

    PacketSender(PeerTransport transport, FeedbackLog feedback, Pacer pacer, DropTally drops) {
        this.transport = transport;
        this.feedback = feedback;
        this.pacer = pacer;
        this.drops = drops;
    }

    /** As {@link ExtensionValues#playoutDelayOf} packs it; {@link ExtensionValues#ABSENT} switches the extension off. */
    void playoutDelay(int packed) {
        playoutDelay = packed;
    }

    DropTally drops() {
        return drops;
    }

    /** A claimed datagram that is not sent is claimed again by the next packet. */
    boolean hasRoom() {
        return takesMedia() && transport.claim() != null;
    }

    /** False while a TCP connection does not keep up. */
    boolean takesMedia() {
        return transport.takesMedia();
    }

    /** Whether the viewer is sent to over TCP. */
    boolean isReliable() {
        return transport.reliableSinceNs() != Long.MAX_VALUE;
    }

    /** What was sent from then on arrives; {@link Long#MAX_VALUE}: nothing is sure to. */
    long reliableSinceNs() {
        return transport.reliableSinceNs();
    }

    /** Payload bytes that went out, or -1: refused, and counted. The number counts as used either way. */
    int send(long nowNs, ViewerMedia media, TrackLog log, PacketView view, Outgoing out) {
        // Audio is little, and late pictures are worth less than sound: it takes the room that is kept for what nobody
        // asks about.
        Datagram d = media.codec().kind() == MediaKind.AUDIO ? transport.claim() : transport.claimMedia();
        if (d == null) {
            return drops.refuse(DropReason.SEND_QUEUE_FULL);
        }
        RedEncoder red = out.red;
        int blocks = red == null ? 0 : red.choose(log, out.extSeq, out.timestamp, view.payloadLength());
        int skipped = skippedBytes(media, view, blocks > 0);
        if (skipped < 0) {
            return drops.refuse(DropReason.CODEC_MALFORMED);
        }
        long from = view.payloadOffset() + skipped;
        int payloadBytes = view.payloadLength() - skipped;
        int headerBytes = header(nowNs, d.buffer, media, view, out, blocks > 0);
        int prefixBytes = red == null || blocks == 0
                ? originalNumber(d.buffer, headerBytes, out)
                : red.write(d.buffer, headerBytes, log, media.payloadTypes().media());
        if (prefixBytes < 0) {
            return drops.refuse(DropReason.LAPPED);
        }
        head.segment = d.buffer;
        head.offset = (long) headerBytes + prefixBytes;
        int headBytes = out.idDeltas == 0
                ? 0
                : DescriptorRewriter.rewrite(media.codec(), out.idDeltas, view.segment, from, payloadBytes, head);
        rest.segment = view.segment;
        rest.offset = from + headBytes;
        rest.length = payloadBytes - headBytes + view.info.paddingBytes;
        if (view.info.paddingBytes > 0) {
            RtpHeader.setPadding(d.buffer, 0, true);
        }
        FecEncoder fec = out.fec;
        if (fec != null) {
            fec.stage(d.buffer, headerBytes + headBytes, rest);
        }
        if (!protect(d, headerBytes, prefixBytes + headBytes, out)) {
            return drops.refuse(DropReason.SEND_FAILED);
        }
        // Whatever was read of the slot, up to the last byte encrypted, was this packet's or is thrown away here.
        if (!log.stillValid(view)) {
            return drops.refuse(DropReason.LAPPED);
        }
        if (fec != null) {
            fec.commit(nowNs, out.extSeq, FrameClass.of(view.info.keyframe, view.info.temporalId), out.marker);
        }
        if (red != null && blocks > 0) {
            pacer.onRedundancy(red.redundantBytes());
        }
        PacketKind kind = out.originalSeq >= 0 ? out.kind : kindOf(media, view.info);
        AudioCopies copies = out.copies;
        if (copies != null) {
            copies.keep(d, out.extSeq);
        }
        int sent = commit(nowNs, d, prefixBytes + headBytes, media, kind, out);
        if (copies != null) {
            copies.send(out.extSeq);
        }
        return sent;
    }

    /** A number that carries nothing: a media packet of padding alone, or a retransmission of an empty payload. */
    boolean sendEmpty(long nowNs, ViewerMedia media, Outgoing out) {
        Datagram d = transport.claimMedia();
        if (d == null) {
            return drops.refuse(DropReason.SEND_QUEUE_FULL) >= 0;
        }
        int headerBytes =
                begin(nowNs, d.buffer, media, out, mediaType(media, out)).finish();
        int prefixBytes = originalNumber(d.buffer, headerBytes, out);
        if (prefixBytes == 0) {
            prefixBytes = pad(d, headerBytes, PADDING_BYTES);
        }
        return sendBytes(nowNs, d, headerBytes, prefixBytes, media, out);
    }

    /** Nothing but bytes on the retransmission stream, as libwebrtc pads: it is no part of any stream's numbers. */
    boolean sendPadding(long nowNs, ViewerMedia media, Outgoing out, int bytes) {
        Datagram d = transport.claimMedia();
        if (d == null) {
            return drops.refuse(DropReason.SEND_QUEUE_FULL) >= 0;
        }
        int type = media.payloadTypes().rtx();
        int headerBytes = begin(nowNs, d.buffer, media, out, type).finish();
        return sendBytes(nowNs, d, headerBytes, pad(d, headerBytes, bytes), media, out);
    }

    /** Padding under the transport-wide number that an older packet had: the viewer reports from there on once more. False without such numbers. */
    boolean sendRecall(long nowNs, ViewerMedia media, Outgoing out, long transportSeq) {
        if (media.extensions().id(HeaderExtension.TRANSPORT_CC) == 0) {
            return false;
        }
        out.transportSeq = transportSeq;
        boolean sent = sendPadding(nowNs, media, out, 1);
        out.transportSeq = 0;
        return sent;
    }

    /** A parity packet under a number of its own stream. */
    boolean sendParity(long nowNs, ViewerMedia media, FecEncoder fec, Outgoing out) {
        Datagram d = transport.claimMedia();
        if (d == null) {
            return drops.refuse(DropReason.SEND_QUEUE_FULL) >= 0;
        }
        header.begin(
                d.buffer,
                0,
                RtpHeader.markerAndType(false, media.payloadTypes().flexFec()),
                out.extSeq,
                out.timestamp,
                media.ssrcs().flexFec());
        int headerBytes = stamps(nowNs, media, 0).finish();
        int length = fec.copyParity(d.buffer, headerBytes);
        return sendBytes(nowNs, d, headerBytes, length, media, out);
    }

    private static int pad(Datagram d, int headerBytes, int paddingBytes) {
        RtpHeader.setPadding(d.buffer, 0, true);
        Bytes.zero(d.buffer, headerBytes, paddingBytes - 1);
        Bytes.putU8(d.buffer, headerBytes + paddingBytes - 1, paddingBytes);
        return paddingBytes;
    }

    /** The payload stands behind the header already. */
    private boolean sendBytes(
            long nowNs, Datagram d, int headerBytes, int payloadBytes, ViewerMedia media, Outgoing out) {
        rest.segment = d.buffer;
        rest.offset = 0;
        rest.length = 0;
        if (!protect(d, headerBytes, payloadBytes, out)) {
            return drops.refuse(DropReason.SEND_FAILED) >= 0;
        }
        return commit(nowNs, d, payloadBytes, media, out.kind, out) >= 0;
    }

    static PacketKind kindOf(ViewerMedia media, PacketInfo info) {
        if (media.codec().kind() == MediaKind.AUDIO) {
            return PacketKind.AUDIO;
        }
        return info.keyframe ? PacketKind.KEY : info.temporalId == 0 ? PacketKind.BASE : PacketKind.UPPER;
    }

    private boolean protect(Datagram d, int headerBytes, int prefixBytes, Outgoing out) {
        return transport.protectRtp(d, headerBytes, prefixBytes, rest.segment, rest.offset, rest.length, out.extSeq);
    }

    private int commit(long nowNs, Datagram d, int prefixBytes, ViewerMedia media, PacketKind kind, Outgoing out) {
        transport.commit(d);
        pacer.onSent(kind, d.length, prefixBytes + rest.length);
        if (media.extensions().id(HeaderExtension.TRANSPORT_CC) != 0 && out.transportSeq == 0) {
            feedback.onSent(nowNs, d.length, kind, pacer.probeId(), out.subscription, out.origin());
        }
        return prefixBytes + rest.length;
    }

    private int header(
            long nowNs, MemorySegment target, ViewerMedia media, PacketView view, Outgoing out, boolean ownRed) {
        boolean red = ownRed || (view.info.red && media.payloadTypes().red() >= 0 && out.originalSeq < 0);
        begin(nowNs, target, media, out, red ? media.payloadTypes().red() : mediaType(media, out));
        PacketInfo info = view.info;
        for (int i = 0; i < PASSED.length; i++) {
            int id = media.extensions().id(WIRE_NAMES[i]);
            if (id != 0 && info.has(PASSED[i]) && passes(PASSED[i], media)) {
                int length = info.extensionLength(PASSED[i]);
                long data = header.element(id, length);
                Bytes.copy(view.segment, view.rtpOffset + info.extensionOffset(PASSED[i]), target, data, length);
                if (PASSED[i] == PassedExtension.DEPENDENCY_DESCRIPTOR && length >= 3) {
                    frameNumber(target, data, out.idDeltas);
                }
            }
        }
        return header.finish();
    }

    /** Frame numbers of the descriptor are kept contiguous for AV1 alone, and receivers believe it before the codec's own numbers. */
    private static boolean passes(PassedExtension extension, ViewerMedia media) {
        return extension != PassedExtension.DEPENDENCY_DESCRIPTOR || media.codec() == Codec.AV1;
    }

    /** AV1 RTP specification, appendix A.8: start, end and template in the first byte, the frame number in the next two. */
    private static void frameNumber(MemorySegment target, long descriptor, long deltas) {
        Bytes.putU16(target, descriptor + 1, PictureIds.frameNumber(Bytes.u16(target, descriptor + 1), deltas));
    }

    private RtpHeaderWriter begin(long nowNs, MemorySegment target, ViewerMedia media, Outgoing out, int type) {
        long ssrc = out.originalSeq < 0 ? media.ssrcs().media() : media.ssrcs().rtx();
        header.begin(target, 0, RtpHeader.markerAndType(out.marker, type), out.extSeq, out.timestamp, ssrc);
        stamps(nowNs, media, out.transportSeq);
        ExtensionIds ids = media.extensions();
        int mid = ids.id(HeaderExtension.SDES_MID);
        byte[] midText = out.mid;
        if (mid != 0 && midText != null) {
            header.element(mid, midText);
        }
        int delay = ids.id(HeaderExtension.PLAYOUT_DELAY);
        if (delay != 0 && playoutDelay != ExtensionValues.ABSENT) {
            header.element24(delay, playoutDelay);
        }
        return header;
    }

    /** What says when and as the how manieth packet this one leaves; {@code transportSeq} as in {@link Outgoing#transportSeq}. */
    private RtpHeaderWriter stamps(long nowNs, ViewerMedia media, long transportSeq) {
        ExtensionIds ids = media.extensions();
        int transportCc = ids.id(HeaderExtension.TRANSPORT_CC);
        if (transportCc != 0 && transportSeq != Outgoing.UNNUMBERED) {
            header.element16(transportCc, (int) (transportSeq > 0 ? transportSeq : feedback.nextSeq()) & 0xFFFF);
        }
        int sendTime = ids.id(HeaderExtension.ABS_SEND_TIME);
        if (sendTime != 0) {
            header.element24(sendTime, ExtensionValues.absSendTimeOf(nowNs));
        }
        return header;
    }

    private static int mediaType(ViewerMedia media, Outgoing out) {
        return out.originalSeq < 0
                ? media.payloadTypes().media()
                : media.payloadTypes().rtx();
    }

    /** RFC 4588 section 4. */
    private static int originalNumber(MemorySegment target, int headerBytes, Outgoing out) {
        if (out.originalSeq < 0) {
            return 0;
        }
        Rtx.putOriginalSequenceNumber(target, headerBytes, out.originalSeq);
        return Rtx.OSN_BYTES;
    }

    /** A viewer without RED gets the primary block alone, and so does one whose RED is made here; -1 if there is none. */
    private static int skippedBytes(ViewerMedia media, PacketView view, boolean ownRed) {
        if (!view.info.red || (media.payloadTypes().red() >= 0 && !ownRed)) {
            return 0;
        }
        int primary = OpusRed.primaryOffset(view.segment, view.payloadOffset(), view.payloadLength());
        return primary < view.payloadLength() ? primary : -1;
    }

    private static HeaderExtension[] wireNames() {
        HeaderExtension[] names = new HeaderExtension[PassedExtension.COUNT];
        for (PassedExtension extension : PassedExtension.values()) {
            names[extension.index()] = switch (extension) {
                case AUDIO_LEVEL -> HeaderExtension.AUDIO_LEVEL;
                case VIDEO_ORIENTATION -> HeaderExtension.VIDEO_ORIENTATION;
                case DEPENDENCY_DESCRIPTOR -> HeaderExtension.DEPENDENCY_DESCRIPTOR;
                case ABS_CAPTURE_TIME -> HeaderExtension.ABS_CAPTURE_TIME;
                case COLOR_SPACE -> HeaderExtension.COLOR_SPACE;
                case VIDEO_CONTENT_TYPE -> HeaderExtension.VIDEO_CONTENT_TYPE;
            };
        }
        return names;
    }
}
