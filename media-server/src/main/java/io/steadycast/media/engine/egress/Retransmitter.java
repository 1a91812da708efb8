package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import java.nio.charset.StandardCharsets;

/**
 * Confined to its shard. Answers a subscription's NACKs by RTX (RFC 4588), rebuilt from the log. A repeat within one round trip is not answered:
 * a receive-only libwebrtc has no RTT and asks again every 100 ms (nack_requester.cc).
 *
 * <p>Every answer names its m-section. Firefox drops what comes under an SSRC that it did not see together with the MID, once it saw the MID at all, whatever
 * the SDP says of the SSRC (dom/media/webrtc/transportbridge/MediaPipelineFilter.cpp); and the first answers, which could teach it, may be lost.
 *
 * <p>Without a negotiated RTX stream nothing is sent: a repeat of the media packet would have to be the identical ciphertext, which nobody keeps.
 */
final class Retransmitter {
    /** Answers that wait for budget; as many as one gap may have. */
    private static final int QUEUE_BOUND = 256;

    /** Probes repeat packets that are at most so many numbers old. */
    private static final int FILL_REACH = 64;

    private static final int FILL_TRIES = 4;

    /** As libwebrtc pads (rtp_sender.cc); one byte says how many there are. */
    private static final int MAX_PADDING_BYTES = 224;

    private final ViewerMedia media;
    private final EgressConfig.Repair repair;
    private final PacketSender sender;
    private final RtpRewriter rewriter;
    private final SentLog sentLog;
    private final Pacer pacer;
    private final PacketView view = new PacketView();
    private final PacketSender.Outgoing out = new PacketSender.Outgoing();
    private final long[] queue = new long[QUEUE_BOUND];
    private int queueHead;
    private int queued;
    private long nextSeq;
    private long fillSeq;
    private long usefulFrom;
    private long packets;
    private long bytes;

    Retransmitter(
            ViewerMedia media, EgressConfig.Repair repair, PacketSender sender, RtpRewriter rewriter, Pacer pacer) {
        this.media = media;
        this.repair = repair;
        this.sender = sender;
        this.rewriter = rewriter;
        this.sentLog = rewriter.sentLog();
        this.pacer = pacer;
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

    int queued() {
        return queued;
    }

    /** For a number whose packet went out, or was given up. */
    void request(long nowNs, TrackSource source, int slot, long rttNs) {
        if (!media.hasRtx()) {
            sender.drops().count(DropReason.NACK_BUDGET);
            return;
        }
        if (!isUseful(sentLog.viewerSeq(slot))) {
            sender.drops().count(DropReason.NACK_TOO_OLD);
            return;
        }
        if (sentLog.state(slot) == SentLog.QUEUED) {
            sender.drops().count(DropReason.NACK_SUPPRESSED);
            return;
        }
        boolean repeated = sentLog.resends(slot) > 0 || sentLog.copied(slot);
        if (repeated && nowNs - sentLog.lastSentNs(slot) < rttNs + repair.reorderMarginMs() * 1_000_000L) {
            sender.drops().count(DropReason.NACK_SUPPRESSED);
            return;
        }
        if (sentLog.resends(slot) >= repair.maxResends() || queued == QUEUE_BOUND) {
            sender.drops().count(DropReason.NACK_BUDGET);
            return;
        }
        // Counted when it is asked for, so that what already waits in the queue is not queued again.
        sentLog.resent(nowNs, slot);
        if (queued == 0 && pacer.admits(nowNs, PacketClass.RTX)) {
            resend(nowNs, source, slot);
        } else {
            queue[(queueHead + queued) % QUEUE_BOUND] = sentLog.viewerSeq(slot);
            queued++;
        }
    }

    void drain(long nowNs, TrackSource source) {
        while (queued > 0 && pacer.admits(nowNs, PacketClass.RTX) && sender.hasRoom()) {
            long viewerSeq = queue[queueHead];
            queueHead = (queueHead + 1) % QUEUE_BOUND;
            queued--;
            int slot = sentLog.find(viewerSeq);
            if (slot >= 0) {
                resend(nowNs, source, slot);
            }
        }
    }

    void clear() {
        queued = 0;
    }

    boolean isUseful(long viewerSeq) {
        return viewerSeq >= usefulFrom;
    }

    /** What has a lower number is of no use to the viewer any more. */
    void giveUpBefore(long viewerSeq) {
        usefulFrom = viewerSeq;
        clear();
    }

    /** Once more although nobody asked: the bytes that left, or -1. */
    int copy(long nowNs, TrackSource source, long viewerSeq, PacketKind kind) {
        int slot = sentLog.find(viewerSeq);
        if (!media.hasRtx()
                || slot < 0
                || sentLog.state(slot) != SentLog.SENT
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
        }
        return sent;
    }

    /** For a probe: the packets before {@code endSeq} once more, from the newest to the oldest and again, or padding where there is none. */
    int fill(long nowNs, TrackSource source, long endSeq, long wantedBytes) {
        for (int tries = 0; tries < FILL_TRIES; tries++) {
            fillSeq = fillSeq <= endSeq - FILL_REACH || fillSeq > endSeq ? endSeq : fillSeq;
            fillSeq--;
            int sent = copy(nowNs, source, fillSeq, PacketKind.PADDING);
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
        out.timestamp = rewriter.lastTimestamp();
        out.marker = false;
        out.originalSeq = 0;
        out.kind = PacketKind.PADDING;
        out.extSeq = nextSeq++;
        boolean sent = sender.sendPadding(nowNs, media, out, paddingBytes);
        out.kind = PacketKind.RTX;
        return sent ? paddingBytes : -1;
    }

    private void describe(int slot) {
        out.originalSeq = sentLog.viewerSeq(slot);
        out.timestamp = sentLog.timestamp(slot);
        out.marker = sentLog.marker(slot);
        out.idDeltas = sentLog.idDeltas(slot);
    }

    private void resend(long nowNs, TrackSource source, int slot) {
        describe(slot);
        TrackLog log = source.encoding(sentLog.encoding(slot));
        if (sentLog.state(slot) != SentLog.SENT || !log.read(sentLog.sourceSeq(slot), view)) {
            resendEmpty(nowNs, sentLog.state(slot) == SentLog.PADDED);
            return;
        }
        out.extSeq = nextSeq++;
        int sent = sender.send(nowNs, media, log, view, out);
        if (sent >= 0) {
            packets++;
            bytes += sent;
        }
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
