package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.FrameClass;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.HoleJudge;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtp.HeaderExtension;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Gives a subscription's packets the viewer's numbers: sequence numbers without gaps over drops and switches, timestamps
 * and picture numbers that go on. What the uplink still misses keeps a reserved number, so that its repair fits in, once.
 */
final class RtpRewriter {
    /** One tick apart is enough to be another frame; a millisecond is what receivers round to. */
    private static final long MIN_STEP_MS = 1L;

    /** Until a receiver report proves that the viewer knows the SSRC, or this many packets went out (RFC 8843 section 9.3.2 leaves it open). */
    private static final int MID_PACKETS = 256;

    private final ViewerMedia media;
    private final int subscription;
    private final PacketSender sender;
    private final Outbox outbox;
    private final byte[] mid;
    private final long holeTimeoutNs;
    private final TimestampMap timestamps = new TimestampMap();
    private final PictureIds ids;
    private final FirstPicture pictures;
    private final SentLog sentLog;
    private final Holes holes;
    private final HoleJudge judge = new HoleJudge();
    private final PacketSender.Outgoing out;

    /** Null: nothing of it waits. */
    private @Nullable LateAudio late;

    private long next;
    private long unsent;
    private long lastTimestamp = Long.MIN_VALUE;
    private boolean peerKnowsSsrc;
    private long packets;
    private long bytes;
    private long lastSourceTimestamp;
    private long lastArrivalNs;

    /** {@code subscription}: the place of its m-section. */
    RtpRewriter(ViewerMedia media, Subscription.Shared shared, int subscription, SentLog sentLog, long firstSeq) {
        EgressConfig.Repair repair = shared.config().repair();
        this.media = media;
        this.subscription = subscription;
        this.out = new PacketSender.Outgoing(subscription);
        this.sender = shared.sender();
        this.outbox = shared.outbox();
        this.sentLog = sentLog;
        this.mid = media.mid().getBytes(StandardCharsets.UTF_8);
        this.holeTimeoutNs = repair.holeTimeoutMs() * 1_000_000L;
        this.holes = new Holes(repair.maxHoles());
        this.ids = new PictureIds(media.codec() == Codec.VP8);
        this.next = firstSeq;
        this.pictures = new FirstPicture(media.codec().clockRate());
    }

    SentLog sentLog() {
        return sentLog;
    }

    FirstPicture pictures() {
        return pictures;
    }

    TimestampMap timestamps() {
        return timestamps;
    }

    long nextSeq() {
        return next;
    }

    /** The earliest timestamp that a new stay may begin with; {@link Long#MIN_VALUE} before the first packet. */
    long floor() {
        return lastTimestamp == Long.MIN_VALUE
                ? Long.MIN_VALUE
                : lastTimestamp + media.codec().clockRate() / 1_000 * MIN_STEP_MS;
    }

    /** On the wire, of the newest frame. */
    int lastTimestamp() {
        return (int) lastTimestamp;
    }

    /** Source timestamp and arrival of the newest packet of the current stay. */
    long lastSourceTimestamp() {
        return lastSourceTimestamp;
    }

    long lastArrivalNs() {
        return lastArrivalNs;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Whether a number that will never come may be declared padding. A libwebrtc receiver whose frames have no numbers of their own (H.264) takes
     * successive sequence numbers for continuity (rtp_seq_num_only_ref_finder.cc), and would decode on without the lost frame.
     */
    boolean mayCloseNumbers() {
        return ids.nameFrames(media.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR) != 0);
    }

    void onPeerKnowsSsrc() {
        peerKnowsSsrc = true;
    }

    /** False while the send batch is full: what can wait does. */
    boolean hasRoom() {
        return sender.hasRoom();
    }

    /** Whether so much waits for the pacer that upper layers are left out. */
    boolean pressed(long nowNs) {
        return outbox.pressed(nowNs);
    }

    /** From now on packets are taken into blocks of parity; null: no more. */
    void protectBy(@Nullable FecEncoder fec) {
        out.fec = fec;
    }

    /** From now on audio packets carry older ones, and some wait for the last that carries them; null: no more. */
    void repeatBy(@Nullable RedEncoder red, @Nullable LateAudio newLate) {
        out.red = red;
        late = newLate == null ? late : newLate;
    }

    /** From now on older audio packets follow each; null: no more. {@code numbered}: they are reported on, though nothing else of the viewer is. */
    void repeatBy(@Nullable AudioCopies copies, boolean numbered) {
        out.copies = copies;
        out.transportSeq = copies == null || numbered ? 0 : PacketSender.Outgoing.UNNUMBERED;
    }

    /** Another encoding, another source, or a replay begins with this packet; timestamps were told separately. */
    void beginStay(PacketInfo first) {
        ids.onSwitch(first);
    }

    /** In order, and meant to go out. */
    void forward(long nowNs, TrackLog log, PacketView view, boolean marker) {
        PacketInfo info = view.info;
        long extTimestamp = timestamps.map(info.extTimestamp);
        long deltas = ids.deltas();
        ids.onForwarded(info);
        lastTimestamp = Math.max(lastTimestamp, extTimestamp);
        lastSourceTimestamp = info.extTimestamp;
        lastArrivalNs = info.arrivalNs;
        pictures.onPacket(nowNs, next, extTimestamp, info.keyframe);
        int slot = sentLog.reserve(nowNs, next++, log.encoding(), info.extSeq);
        sentLog.sent(nowNs, slot, (int) extTimestamp, marker, deltas);
        PacketKind kind = PacketSender.kindOf(media, info);
        if (kind == PacketKind.AUDIO) {
            sendAudio(nowNs, slot, log, view);
        } else if (!outbox.holds(nowNs)) {
            sendMedia(nowNs, slot, log, view);
        } else if (outbox.hold(nowNs, subscription, sentLog.viewerSeq(slot), kind, view.rtpLength)) {
            sentLog.queued(slot);
        } else {
            sentLog.close(slot);
        }
    }

    private void sendAudio(long nowNs, int slot, TrackLog log, PacketView view) {
        LateAudio waiting = late;
        if (waiting == null) {
            sendMedia(nowNs, slot, log, view);
            return;
        }
        long viewerSeq = sentLog.viewerSeq(slot);
        if (waiting.holds(viewerSeq)) {
            sentLog.queued(slot);
        } else {
            sendMedia(nowNs, slot, log, view);
        }
        for (long due = waiting.due(viewerSeq); due >= 0; due = waiting.due(viewerSeq)) {
            int older = sentLog.find(due);
            if (older >= 0 && sentLog.encoding(older) == log.encoding()) {
                release(nowNs, log, older, view);
            }
        }
    }

    /** What waited leaves, unless it was overwritten or given up meanwhile. */
    void release(long nowNs, TrackSource source, long viewerSeq, PacketView view) {
        int slot = sentLog.find(viewerSeq);
        if (slot >= 0) {
            release(nowNs, source.encoding(sentLog.encoding(slot)), slot, view);
        }
    }

    private void release(long nowNs, TrackLog log, int slot, PacketView view) {
        if (sentLog.state(slot) != SentLog.QUEUED) {
            return;
        }
        if (!log.read(sentLog.sourceSeq(slot), view)) {
            sender.drops().count(DropReason.LAPPED);
            sentLog.close(slot);
            return;
        }
        sentLog.released(nowNs, slot);
        sendMedia(nowNs, slot, log, view);
    }

    /** What waited is not sent any more; false if it had gone already. */
    boolean expire(long viewerSeq) {
        int slot = sentLog.find(viewerSeq);
        if (slot < 0 || sentLog.state(slot) != SentLog.QUEUED) {
            return false;
        }
        sentLog.close(slot);
        return true;
    }

    /** In order, and not meant for this viewer: no number is spent on it. */
    void drop(PacketInfo info) {
        ids.onDropped(info);
    }

    /** Not there yet: its number stays free for it. */
    void reserve(long nowNs, TrackLog log, long sourceSeq) {
        if (holes.isFull()) {
            closeHole(0);
        }
        int slot = sentLog.reserve(nowNs, next, log.encoding(), sourceSeq);
        unsent++;
        sentLog.keepPlace(slot, timestamps.segment(), ids.deltas());
        if (log.settled() >= sourceSeq) {
            sentLog.close(slot);
        } else {
            holes.add(next, sourceSeq);
        }
        next++;
    }

    /** A number that carries nothing, and says so. */
    void skip(long nowNs) {
        fillEmpty(nowNs, sentLog.reserve(nowNs, next++, 0, -1));
    }

    /** A gap that nothing will fill, so that receivers see that something is missing. */
    void breakSequence(long nowNs) {
        sentLog.close(sentLog.reserve(nowNs, next, 0, -1));
        unsent++;
        next++;
    }

    /** The youngest hole that waits for this packet, as a slot of the log; -1 if none does. */
    int holeFor(int encoding, long sourceSeq) {
        int index = holes.find(sourceSeq, holes.count() - 1);
        while (index >= 0) {
            int slot = sentLog.find(holes.viewerSeq(index));
            if (slot >= 0 && sentLog.encoding(slot) == encoding) {
                return slot;
            }
            index = holes.find(sourceSeq, index - 1);
        }
        return -1;
    }

    /** The late packet takes the number that was kept for it; one that is of no use is replaced by padding, so that nobody asks for it. */
    void fill(long nowNs, int slot, TrackLog log, PacketView view, LayerSelector selector) {
        forget(sentLog.viewerSeq(slot));
        int segment = sentLog.placeSegment(slot);
        if (!timestamps.remembers(segment)) {
            sentLog.close(slot);
            return;
        }
        if (view.info.padding || !selector.admitsLate(view.info)) {
            fillEmpty(nowNs, slot);
            return;
        }
        unsent--;
        int timestamp = (int) timestamps.map(segment, view.info.extTimestamp);
        sentLog.sent(nowNs, slot, timestamp, selector.marker(view.info), sentLog.idDeltas(slot));
        sendMedia(nowNs, slot, log, view);
    }

    private void fillEmpty(long nowNs, int slot) {
        unsent--;
        sentLog.empty(nowNs, slot, (int) lastTimestamp);
        out.extSeq = sentLog.viewerSeq(slot);
        out.timestamp = (int) lastTimestamp;
        out.marker = false;
        out.mid = null;
        out.kind = PacketKind.PADDING;
        if (sender.sendEmpty(nowNs, media, out)) {
            packets++;
        }
    }

    private void sendMedia(long nowNs, int slot, TrackLog log, PacketView view) {
        out.extSeq = sentLog.viewerSeq(slot);
        out.timestamp = sentLog.timestamp(slot);
        out.marker = sentLog.marker(slot);
        out.idDeltas = sentLog.idDeltas(slot);
        out.mid = peerKnowsSsrc || packets >= MID_PACKETS ? null : mid;
        FrameClass kind = FrameClass.of(view.info.keyframe, view.info.temporalId);
        sentLog.frameClass(slot, kind);
        int sent = sender.send(nowNs, media, log, view, out);
        if (sent >= 0) {
            packets++;
            bytes += sent;
            sentLog.flying(slot, 1 + outbox.onMediaSent(nowNs, subscription, out.extSeq, kind));
        }
    }

    /**
     * Fills holes whose packet came without notice (a full ring between shards), and gives up on those that waited too long or of which the
     * publisher's side says that nothing will come. Answers how many it gave up that may have hurt the picture.
     */
    int sweep(long nowNs, TrackSource source, LayerSelector selector, PacketView view) {
        int closed = 0;
        for (int i = holes.count() - 1; i >= 0; i--) {
            int slot = sentLog.find(holes.viewerSeq(i));
            if (slot < 0 || sentLog.state(slot) != SentLog.RESERVED) {
                holes.remove(i);
                continue;
            }
            TrackLog log = source.encoding(sentLog.encoding(slot));
            long sourceSeq = sentLog.sourceSeq(slot);
            if (log.read(sourceSeq, view)) {
                fill(nowNs, slot, log, view, selector);
            } else if (sourceSeq <= log.settled() || nowNs - sentLog.sentNs(slot) > holeTimeoutNs) {
                closeHole(i);
                closed += judge.breaksPicture(log, sourceSeq) ? 1 : 0;
            }
        }
        return closed;
    }

    /** The source is gone, or a replay supersedes what is missing. */
    void closeHoles() {
        while (holes.count() > 0) {
            closeHole(holes.count() - 1);
        }
    }

    /** Numbers so far under which nothing left: the uplink lost their packets. */
    long unsent() {
        return unsent;
    }

    int openHoles() {
        return holes.count();
    }

    private void closeHole(int index) {
        int slot = sentLog.find(holes.viewerSeq(index));
        if (slot >= 0 && sentLog.state(slot) == SentLog.RESERVED) {
            sentLog.close(slot);
        }
        holes.remove(index);
        sender.drops().count(DropReason.RTP_TOO_OLD);
    }

    private void forget(long viewerSeq) {
        for (int i = holes.count() - 1; i >= 0; i--) {
            if (holes.viewerSeq(i) == viewerSeq) {
                holes.remove(i);
                return;
            }
        }
    }
}
