package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. A cursor in the log of the encoding that a viewer gets. Live, it is one past the head; during a replay it follows behind
 * at the pace of {@link CatchUp}. Being told of a packet only wakes it: what it reads is the log, so that a lost notice costs nothing.
 */
final class Forwarder {
    /** A keyframe that is this young is live: its frame is still arriving. */
    private static final int LIVE_MS = 50;

    private static final int MIN_SQUEEZE_MS = 100;

    /** Never read so close to the writer that it would overtake in mid-read. */
    private static final int TAIL_MARGIN = 16;

    private final int clockRate;
    private final int maxGap;
    private final LayerSelector selector;
    private final RtpRewriter rewriter;
    private final EncodingClocks clocks;
    private final CatchUp catchUp;
    private final Pacer pacer;
    private final DropTally drops;
    private final PacketView view = new PacketView();
    private final PacketView edge = new PacketView();

    private final TrackSource source;
    private @Nullable TrackLog log;
    private long cursor;
    private int gap;
    private boolean lapped;

    /** What outlives a source: numbering, clocks, pacing. */
    record Continuity(
            RtpRewriter rewriter, EncodingClocks clocks, CatchUp catchUp, Pacer pacer, DropTally drops, int maxGap) {}

    Forwarder(TrackSource source, LayerSelector selector, Continuity continuity) {
        this.source = source;
        this.selector = selector;
        clockRate = source.clockRate();
        maxGap = continuity.maxGap();
        rewriter = continuity.rewriter();
        clocks = continuity.clocks();
        catchUp = continuity.catchUp();
        pacer = continuity.pacer();
        drops = continuity.drops();
    }

    /** Of the encoding that is forwarded, -1 if none is. */
    int current() {
        TrackLog forwarded = log;
        return forwarded == null ? -1 : forwarded.encoding();
    }

    /** Whether packets were overwritten before they were read, since the last call. */
    boolean takeLapped() {
        boolean was = lapped;
        lapped = false;
        return was;
    }

    /** Goes on with an encoding, from its packet {@code first} on; false if that is no longer there. */
    boolean begin(long nowNs, TrackLog next, long first, boolean baseOnly) {
        if (!next.read(first, view)) {
            return false;
        }
        PacketInfo info = view.info;
        boolean replayed = next == log;
        long shift = replayed ? rewriter.timestamps().shift() : enter(next, info);
        if (replayed) {
            rewriter.closeHoles();
        }
        if (source.kind() == MediaKind.AUDIO) {
            placeAudio(info, shift);
        } else {
            placeVideo(nowNs, next, info, shift, baseOnly);
        }
        rewriter.beginStay(info);
        selector.baseOnly(baseOnly);
        selector.onSwitch(info);
        log = next;
        cursor = first;
        gap = 0;
        drain(nowNs);
        return true;
    }

    private long enter(TrackLog next, PacketInfo first) {
        leave();
        return clocks.enter(next, first);
    }

    /** Nothing is forwarded any more; what goes on later goes on from here. */
    void leave() {
        TrackLog left = log;
        if (left != null) {
            clocks.leave(left, rewriter.timestamps().shift(), rewriter.lastSourceTimestamp(), rewriter.lastArrivalNs());
            catchUp.stop();
            log = null;
        }
    }

    private void placeAudio(PacketInfo first, long shift) {
        long base = first.extTimestamp + shift;
        rewriter.timestamps()
                .live(shift + Math.max(0, rewriter.floor() == Long.MIN_VALUE ? 0 : rewriter.floor() - base));
    }

    private void placeVideo(long nowNs, TrackLog next, PacketInfo first, long shift, boolean baseOnly) {
        long base = first.extTimestamp + shift;
        long floor = rewriter.floor();
        long liveEdge = liveEdge(nowNs, next, first, shift);
        boolean replay = liveEdge - base > ticksOfMs(LIVE_MS);
        if (!replay && floor <= base) {
            rewriter.timestamps().live(shift);
            catchUp.stop();
            return;
        }
        long from = Math.max(replay ? liveEdge : base, floor);
        if (!replay) {
            rewriter.timestamps()
                    .squeezed(
                            shift,
                            first.extTimestamp,
                            from,
                            from + Math.max(ticksOfMs(MIN_SQUEEZE_MS), 2 * (from - base)));
            catchUp.stop();
            return;
        }
        long extSeq = first.extSeq;
        int bytes = catchUp.replayBytes(next, extSeq, baseOnly);
        int durationMs = catchUp.durationMs(bytes, next.bitrateBps(), pacer.baseBps());
        rewriter.timestamps().squeezed(shift, first.extTimestamp, from, from + ticksOfMs(durationMs));
        catchUp.start(nowNs, from, bytes, next.bitrateBps(), durationMs);
    }

    /** The timestamp that a frame would have that is sent live at this moment. */
    private long liveEdge(long nowNs, TrackLog next, PacketInfo first, long shift) {
        PacketInfo newest = next.read(next.head(), edge) ? edge.info : first;
        return newest.extTimestamp + shift + NtpTime.ticksOfNs(nowNs - newest.arrivalNs, clockRate);
    }

    private long ticksOfMs(int ms) {
        return (long) clockRate * ms / 1_000;
    }

    /** A packet came: of the current encoding, or the repair of a hole in one that was left. */
    void onPublished(long nowNs, int encoding, long extSeq) {
        TrackLog forwarded = log;
        if (forwarded != null && forwarded.encoding() == encoding && extSeq >= cursor) {
            drain(nowNs);
            return;
        }
        int slot = rewriter.openHoles() == 0 ? -1 : rewriter.holeFor(encoding, extSeq);
        if (slot >= 0) {
            fill(nowNs, slot);
        } else if (forwarded == null || forwarded.encoding() != encoding) {
            drops.count(DropReason.LAYER_NOT_SELECTED);
        }
    }

    /** The viewer misses a number that was reserved: perhaps its packet is here by now. */
    void fill(long nowNs, int slot) {
        SentLog sentLog = rewriter.sentLog();
        TrackLog holed = source.encoding(sentLog.encoding(slot));
        if (holed.read(sentLog.sourceSeq(slot), view)) {
            rewriter.fill(nowNs, slot, holed, view, selector);
        }
    }

    /** Answers how many holes were given up that may have hurt the picture. */
    int sweep(long nowNs) {
        return rewriter.openHoles() == 0 ? 0 : rewriter.sweep(nowNs, source, selector, view);
    }

    /** Forwards what is there and due. */
    void drain(long nowNs) {
        TrackLog forwarded = log;
        if (forwarded == null) {
            return;
        }
        selector.pressed(rewriter.pressed(nowNs));
        skipOverwritten(nowNs, forwarded);
        if (catchUp.isActive()) {
            catchUp.outrun(forwarded.bitrateBps());
        }
        boolean waiting = false;
        while (!waiting && cursor <= forwarded.head()) {
            if (!forwarded.read(cursor, view)) {
                onMissing(nowNs, forwarded);
            } else if (isDue(nowNs)) {
                step(nowNs, forwarded);
            } else {
                waiting = true;
            }
        }
        if (!waiting && catchUp.isActive()) {
            catchUp.stop();
            selector.baseOnly(false);
        }
    }

    private boolean isDue(long nowNs) {
        return !catchUp.isActive()
                || (catchUp.admits(nowNs, rewriter.timestamps().map(view.info.extTimestamp))
                        && pacer.admits(nowNs, PacketClass.CATCH_UP)
                        && rewriter.hasRoom());
    }

    private void step(long nowNs, TrackLog forwarded) {
        PacketInfo info = view.info;
        gap = 0;
        cursor++;
        if (info.padding) {
            drops.count(DropReason.RTP_PADDING_ONLY);
        } else if (selector.admit(info)) {
            if (catchUp.isActive()) {
                catchUp.spend(view.rtpLength);
            }
            rewriter.forward(nowNs, forwarded, view, selector.marker(info));
        } else {
            rewriter.drop(info);
            drops.count(DropReason.LAYER_DROPPED);
        }
    }

    /** A gap that is too long to be repaired stays visible as one missing number. */
    private void onMissing(long nowNs, TrackLog forwarded) {
        if (forwarded.head() - cursor > forwarded.slots() - TAIL_MARGIN) {
            skipOverwritten(nowNs, forwarded);
            return;
        }
        if (gap < maxGap) {
            rewriter.reserve(nowNs, forwarded, cursor);
        }
        gap++;
        cursor++;
    }

    private void skipOverwritten(long nowNs, TrackLog forwarded) {
        long head = forwarded.head();
        if (head - cursor <= forwarded.slots() - TAIL_MARGIN) {
            return;
        }
        long keyframe = forwarded.keyframe();
        long to = keyframe > cursor && head - keyframe <= forwarded.slots() / 2 ? keyframe : head;
        drops.count(DropReason.LAPPED, to - cursor);
        rewriter.breakSequence(nowNs);
        lapped = true;
        catchUp.stop();
        selector.baseOnly(false);
        cursor = to;
    }
}
