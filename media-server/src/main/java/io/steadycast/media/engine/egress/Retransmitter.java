package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import java.nio.charset.StandardCharsets;

/**
 * Confined to its shard. Sends a subscription's packets again by RTX (RFC 4588), rebuilt from the log; when and how often is said by {@link RepairQueue}.
 *
 * <p>Every answer names its m-section. Firefox drops what comes under an SSRC that it did not see together with the MID, once it saw the MID at all, whatever
 * the SDP says of the SSRC (dom/media/webrtc/transportbridge/MediaPipelineFilter.cpp); and the first answers, which could teach it, may be lost.
 *
 * <p>Without a negotiated RTX stream nothing is sent: a repeat of the media packet would have to be the identical ciphertext, which is kept of audio alone
 * ({@link AudioCopies}).
 */
final class Retransmitter {
    /** Probes repeat packets that are at most so many numbers old. */
    private static final int FILL_REACH = 64;

    private static final int FILL_TRIES = 4;

    /** As libwebrtc pads (rtp_sender.cc); one byte says how many there are. */
    private static final int MAX_PADDING_BYTES = 224;

    private final ViewerMedia media;
    private final PacketSender sender;
    private final RtpRewriter rewriter;
    private final SentLog sentLog;
    private final PacketView view = new PacketView();
    private final PacketSender.Outgoing out;
    private long nextSeq;
    private long fillSeq;
    private long packets;
    private long bytes;

    /** {@code subscription}: the place of its m-section. */
    Retransmitter(ViewerMedia media, PacketSender sender, RtpRewriter rewriter, int subscription) {
        this.media = media;
        this.sender = sender;
        this.rewriter = rewriter;
        this.sentLog = rewriter.sentLog();
        this.out = new PacketSender.Outgoing(subscription);
        out.mid = media.mid().getBytes(StandardCharsets.UTF_8);
    }

    void firstSeq(long seq) {
        nextSeq = seq;
    }

    DropTally drops() {
        return sender.drops();
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the viewer negotiated a stream for them. */
    boolean isPossible() {
        return media.hasRtx();
    }

    boolean hasRoom() {
        return sender.hasRoom();
    }

    /** Once more although nobody asked: the bytes that left, or -1. */
    int copy(long nowNs, TrackSource source, long viewerSeq, PacketKind kind) {
        int slot = sentLog.find(viewerSeq);
        if (!media.hasRtx()
                || slot < 0
                || sentLog.state(slot) != SentLog.SENT
                || (kind == PacketKind.DUPLICATE && sentLog.hasArrived(slot))
                || !source.encoding(sentLog.encoding(slot)).read(sentLog.sourceSeq(slot), view)) {
            return -1;
        }
        describe(slot);
        out.kind = kind;
        out.extSeq = nextSeq++;
        int sent = sender.send(nowNs, media, source.encoding(sentLog.encoding(slot)), view, out);
        out.kind = PacketKind.RTX;
        if (sent >= 0) {
            sentLog.copied(nowNs, slot);
            // Those of the plan were counted when they were scheduled.
            sentLog.flying(slot, kind == PacketKind.PADDING ? 1 : 0);
        }
        return sent;
    }

    /**
     * For a probe: the packets before {@code endSeq} once more, from the newest to the oldest and again, or padding where there is none. Before the first picture it is
     * what is missing of its keyframe: frames that wait for that at the viewer would be taken to have come later than they did (libwebrtc's packet_buffer.cc
     * assembles a frame anew whose packet comes again, and timing.cc learns from it), and the first seconds would be shown too late.
     */
    int fill(long nowNs, TrackSource source, long endSeq, long wantedBytes) {
        if (sender.isReliable()) {
            return pad(nowNs, (int) Math.clamp(wantedBytes, 1, MAX_PADDING_BYTES));
        }
        boolean shown = rewriter.pictures().isShown();
        for (int tries = 0; tries < FILL_TRIES; tries++) {
            if (shown) {
                fillSeq = fillSeq <= endSeq - FILL_REACH || fillSeq > endSeq ? endSeq : fillSeq;
                fillSeq--;
            } else {
                fillSeq = rewriter.pictures().missingAfter(fillSeq, sentLog);
            }
            int sent = fillSeq < 0 ? -1 : copy(nowNs, source, fillSeq, PacketKind.PADDING);
            if (sent >= 0) {
                return sent;
            }
        }
        return pad(nowNs, (int) Math.clamp(wantedBytes, 1, MAX_PADDING_BYTES));
    }

    /** Bytes for a probe that no packet of the stream can give. */
    int pad(long nowNs, int paddingBytes) {
        if (!media.hasRtx()) {
            return -1;
        }
        padding();
        boolean sent = sender.sendPadding(nowNs, media, out, paddingBytes);
        out.kind = PacketKind.RTX;
        return sent ? paddingBytes : -1;
    }

    /** Has the viewer report again from this transport-wide number on; false if there is no way to. */
    boolean recall(long nowNs, long transportSeq) {
        if (!media.hasRtx()) {
            return false;
        }
        padding();
        boolean sent = sender.sendRecall(nowNs, media, out, transportSeq);
        out.kind = PacketKind.RTX;
        return sent;
    }

    private void padding() {
        out.timestamp = rewriter.lastTimestamp();
        out.marker = false;
        out.originalSeq = 0;
        out.kind = PacketKind.PADDING;
        out.extSeq = nextSeq++;
    }

    private void describe(int slot) {
        out.originalSeq = sentLog.viewerSeq(slot);
        out.timestamp = sentLog.timestamp(slot);
        out.marker = sentLog.marker(slot);
        out.idDeltas = sentLog.idDeltas(slot);
    }

    /** What the viewer lacks; false if nothing with its payload left. */
    boolean resend(long nowNs, TrackSource source, int slot) {
        describe(slot);
        TrackLog log = source.encoding(sentLog.encoding(slot));
        if (sentLog.state(slot) != SentLog.SENT || !log.read(sentLog.sourceSeq(slot), view)) {
            resendEmpty(nowNs, sentLog.state(slot) == SentLog.PADDED);
            return false;
        }
        out.extSeq = nextSeq++;
        int sent = sender.send(nowNs, media, log, view, out);
        if (sent < 0) {
            return false;
        }
        packets++;
        bytes += sent;
        return true;
    }

    /**
     * What never was or is no longer: an original number without a payload, which libwebrtc takes for padding (ADAPTATION 3.6), so that the viewer
     * does not ask on. The picture is another matter: it waits for a keyframe, which was asked for when the number was given up.
     */
    private void resendEmpty(long nowNs, boolean padding) {
        if (!padding) {
            sender.drops().count(DropReason.NACK_TOO_OLD);
            if (!rewriter.mayCloseNumbers()) {
                return;
            }
            out.timestamp = rewriter.lastTimestamp();
            out.marker = false;
        }
        out.extSeq = nextSeq++;
        if (sender.sendEmpty(nowNs, media, out)) {
            packets++;
        }
    }
}
