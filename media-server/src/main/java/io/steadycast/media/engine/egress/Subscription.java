package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. One viewer's view of one track: decides which encoding it should see and from which keyframe on, and what its complaints
 * are worth. The packets themselves are the business of {@link Forwarder} and {@link Retransmitter}.
 */
final class Subscription {
    private static final int NS_PER_MS = 1_000_000;

    /** A switch does not go further back than this: what is on the screen would be shown again. */
    private static final long SWITCH_AGE_NS = 150L * NS_PER_MS;

    /** Layers' keyframes come in one go: so long the wanted one is waited for before a lower one serves. */
    private static final long PATIENCE_NS = 60L * NS_PER_MS;

    /** So many NACKs in a row for what is no longer there mean that the picture is lost. */
    private static final int HOPELESS_NACKS = 3;

    private final ViewerMedia media;
    private final long keyframePeriodNs;
    private final RttEstimator rtt;
    private final DropTally drops;
    private final RtpRewriter rewriter;
    private final Retransmitter retransmitter;
    private final CatchUp catchUp;
    private final EncodingClocks clocks;
    private final KeyframeWishes wishes;
    private final RoughJoin rough = new RoughJoin();
    private final OutageJudge outages = new OutageJudge();
    private final SenderReports reports;
    private final Forwarder.Continuity continuity;
    private final PacketView view = new PacketView();

    private final int index;
    private final Outbox outbox;
    private final ParityStream parity;
    private final Ladder ladder = new Ladder(this);

    /** What the user chose. */
    private LayerChoice wish = LayerChoice.auto();

    /** What is left of that after the controller's word. */
    private LayerChoice choice = wish;

    private @Nullable TrackSource source;
    private @Nullable LayerSelector selector;
    private @Nullable Forwarder forwarder;

    private long lastLossNs = Long.MIN_VALUE;
    private long lastReplayed = -1;
    private int hopeless;
    private long nacks;
    private long plis;
    private long switches;

    /** What the subscriptions of one viewer share. */
    record Shared(EgressConfig config, PacketSender sender, Pacer pacer, Outbox outbox, RttEstimator rtt) {}

    /** {@code random} of the first sequence numbers. */
    Subscription(ViewerMedia media, Shared shared, int index, RandomGenerator random) {
        this.media = media;
        this.index = index;
        this.outbox = shared.outbox();
        this.rtt = shared.rtt();
        this.drops = shared.sender().drops();
        EgressConfig config = shared.config();
        keyframePeriodNs = (long) config.reporting().keyframePeriodMs() * NS_PER_MS;
        int clockRate = media.codec().clockRate();
        SentLog sentLog =
                new SentLog(media.codec().kind() == MediaKind.VIDEO ? TrackLog.VIDEO_SLOTS : TrackLog.AUDIO_SLOTS);
        rewriter = new RtpRewriter(media, shared, index, sentLog, firstSeq(random));
        retransmitter = new Retransmitter(media, config.repair(), shared.sender(), rewriter, shared.pacer());
        retransmitter.firstSeq(firstSeq(random));
        parity = new ParityStream(media, shared.sender(), rewriter, media.hasFec() ? firstSeq(random) : 0);
        catchUp = new CatchUp(config.joining(), clockRate);
        clocks = new EncodingClocks(clockRate);
        wishes = new KeyframeWishes(keyframePeriodNs);
        reports = new SenderReports(config.reporting(), clockRate);
        continuity = new Forwarder.Continuity(
                rewriter,
                clocks,
                catchUp,
                shared.pacer(),
                drops,
                config.repair().maxHoles());
    }

    /** In the lower half, or a lost first packet could make receivers start with a wrong rollover counter (RFC 3711 section 3.3.1). */
    private static long firstSeq(RandomGenerator random) {
        return 1L + random.nextInt(0x7FFE);
    }

    ViewerMedia media() {
        return media;
    }

    Demand demand() {
        return ladder;
    }

    @Nullable
    TrackSource source() {
        return source;
    }

    LayerChoice wish() {
        return wish;
    }

    long nacks() {
        return nacks;
    }

    long plis() {
        return plis;
    }

    SenderReports reports() {
        return reports;
    }

    boolean shows(long trackId) {
        TrackSource attached = source;
        return attached != null && attached.trackId() == trackId;
    }

    /** Nothing goes out before the next {@link #seek}. */
    void attach(TrackSource next) {
        if (next.codec() != media.codec()) {
            throw new IllegalArgumentException("mid " + media.mid() + " is " + media.codec() + ", not " + next.codec());
        }
        detach();
        LayerSelector chosen =
                LayerSelector.of(next, media.extensions().id(HeaderExtension.DEPENDENCY_DESCRIPTOR) != 0);
        chosen.choose(choice);
        source = next;
        selector = chosen;
        forwarder = new Forwarder(next, chosen, continuity);
        clocks.onSource(next.encodingCount());
        wishes.onSource(next.encodingCount());
        lastReplayed = -1;
        rough.reset();
    }

    /** Forgets the source, keeps the numbers: another one goes on where this one ended. */
    void detach() {
        Forwarder left = forwarder;
        if (left != null) {
            left.leave();
            rewriter.closeHoles();
            rewriter.sentLog().closeAll();
            retransmitter.clear();
            parity.clear();
        }
        source = null;
        selector = null;
        forwarder = null;
    }

    void choose(LayerChoice newChoice) {
        wish = newChoice;
        StreamPlan plan = outbox.stream(index);
        apply(plan == null ? newChoice : newChoice.within(plan));
    }

    private void apply(LayerChoice newChoice) {
        choice = newChoice;
        LayerSelector chosen = selector;
        if (chosen != null) {
            chosen.choose(newChoice);
        }
    }

    /** The controller decided, perhaps as before. */
    void steer() {
        StreamPlan plan = outbox.stream(index);
        if (plan == null) {
            return;
        }
        if (!choice.isWithin(wish, plan)) {
            apply(wish.within(plan));
        }
        parity.steer(plan);
    }

    /** Waiting retransmissions, before anything less urgent. */
    void drainRetransmissions(long nowNs) {
        TrackSource from = source;
        if (from != null) {
            retransmitter.drain(nowNs, from);
        }
    }

    /** What waited for the pacer leaves. */
    void release(long nowNs, long viewerSeq) {
        TrackSource from = source;
        if (from != null) {
            rewriter.release(nowNs, from, viewerSeq, view);
        }
    }

    /** What waited for the pacer waited too long. */
    void expire(long nowNs, long viewerSeq, PacketKind kind) {
        TrackSource from = source;
        Forwarder out = forwarder;
        if (rewriter.expire(viewerSeq)
                && kind != PacketKind.UPPER
                && from != null
                && out != null
                && out.current() >= 0) {
            wishes.wish(nowNs, from.encoding(out.current()));
        }
    }

    boolean hasRoom() {
        return rewriter.hasRoom();
    }

    ParityStream parity() {
        return parity;
    }

    /** Once more although nobody asked: the bytes that left, or -1. */
    int sendCopy(long nowNs, long viewerSeq, PacketKind kind) {
        TrackSource from = source;
        return from == null ? -1 : retransmitter.copy(nowNs, from, viewerSeq, kind);
    }

    /** Bytes for a probe: copies of what left lately, else padding; -1 if there is no way to send any. */
    int sendFilling(long nowNs, long wantedBytes) {
        TrackSource from = source;
        return from == null || media.codec().kind() == MediaKind.AUDIO
                ? -1
                : retransmitter.fill(nowNs, from, rewriter.nextSeq(), wantedBytes);
    }

    void onPublished(long nowNs, int encoding, long extSeq) {
        Forwarder out = forwarder;
        TrackSource from = source;
        LayerSelector chosen = selector;
        if (out == null || from == null || chosen == null || encoding >= from.encodingCount()) {
            return;
        }
        if (out.current() < 0 && from.kind() == MediaKind.AUDIO) {
            if (chosen.target(from) == encoding && out.begin(nowNs, from.encoding(encoding), extSeq, false)) {
                onSwitched(nowNs);
            }
            return;
        }
        if (out.current() != encoding) {
            seek(nowNs);
        }
        out.onPublished(nowNs, encoding, extSeq);
    }

    void onTick(long nowNs) {
        Forwarder out = forwarder;
        TrackSource from = source;
        if (out == null || from == null) {
            return;
        }
        seek(nowNs);
        retransmitter.drain(nowNs, from);
        out.drain(nowNs);
        rough.repeat(nowNs, from, rewriter, retransmitter, rtt.rttNs());
        boolean gaveUp = out.sweep(nowNs) > 0;
        boolean lapped = out.takeLapped();
        if ((gaveUp || lapped) && from.kind() == MediaKind.VIDEO && out.current() >= 0) {
            wishes.wish(nowNs, from.encoding(out.current()));
        }
    }

    /** Brings what is forwarded nearer to what is wanted. */
    void seek(long nowNs) {
        Forwarder out = forwarder;
        TrackSource from = source;
        LayerSelector chosen = selector;
        if (out == null || from == null || chosen == null) {
            return;
        }
        int target = rough.holds(nowNs) ? RoughJoin.lowest(from) : chosen.target(from);
        int current = out.current();
        if (choice.isPaused() && current >= 0) {
            out.leave();
            return;
        }
        if (target < 0 || from.kind() == MediaKind.AUDIO) {
            return;
        }
        if (current == target) {
            if (chosen.needsKeyframe(from)) {
                wishes.wish(nowNs, from.encoding(current));
            }
        } else if (current < 0 || !from.encoding(current).active()) {
            join(nowNs, from, out, target);
        } else if (!beginYoungerThan(nowNs, out, from.encoding(target), SWITCH_AGE_NS)) {
            wishes.wish(nowNs, from.encoding(target));
        }
    }

    /** Starts out of the log if anything in it serves; else wishes for a keyframe and comes back. */
    private void join(long nowNs, TrackSource from, Forwarder out, int target) {
        TrackLog wanted = from.encoding(target);
        long age = keyframeAgeNs(nowNs, wanted);
        if (age >= 0 && catchUp.isFullAge(age) && replay(nowNs, out, wanted, false)) {
            return;
        }
        if (age >= 0 && catchUp.isBaseAge(age) && replay(nowNs, out, wanted, true)) {
            return;
        }
        TrackLog youngest = youngest(nowNs, from, out.current());
        if (youngest != null && replay(nowNs, out, youngest, false)) {
            return;
        }
        wishes.wish(nowNs, wanted);
    }

    private boolean replay(long nowNs, Forwarder out, TrackLog log, boolean baseOnly) {
        long keyframe = log.keyframe();
        if (!catchUp.fits(catchUp.replayBytes(log, keyframe, baseOnly)) || !out.begin(nowNs, log, keyframe, baseOnly)) {
            return false;
        }
        onSwitched(nowNs);
        return true;
    }

    private @Nullable TrackLog youngest(long nowNs, TrackSource from, int except) {
        TrackLog best = null;
        long bestAge = Long.MAX_VALUE;
        for (int i = 0; i < from.encodingCount(); i++) {
            TrackLog log = from.encoding(i);
            long age = keyframeAgeNs(nowNs, log);
            if (i != except && age >= PATIENCE_NS && age < bestAge && catchUp.isFullAge(age) && log.active()) {
                best = log;
                bestAge = age;
            }
        }
        return best;
    }

    private boolean beginYoungerThan(long nowNs, Forwarder out, TrackLog log, long ageNs) {
        long age = keyframeAgeNs(nowNs, log);
        if (age < 0 || age > ageNs || !out.begin(nowNs, log, log.keyframe(), false)) {
            return false;
        }
        onSwitched(nowNs);
        return true;
    }

    private void onSwitched(long nowNs) {
        switches++;
        rough.onMedia(nowNs);
        reports.onSwitch(nowNs);
    }

    /** -1 if there is no keyframe in the log. */
    private long keyframeAgeNs(long nowNs, TrackLog log) {
        long keyframe = log.keyframe();
        return keyframe >= 0 && log.read(keyframe, view) ? Math.max(0, nowNs - view.info.arrivalNs) : -1;
    }

    /** One of the numbers of a message; {@link #onNacksRead} comes before they are answered. */
    void onNackRead(int sequenceNumber) {
        SentLog sentLog = rewriter.sentLog();
        int slot = sentSlot(sequenceNumber);
        if (slot >= 0
                && sentLog.state(slot) == SentLog.SENT
                && sentLog.resends(slot) == 0
                && retransmitter.isUseful(sentLog.viewerSeq(slot))) {
            outages.onMissing(sentLog.viewerSeq(slot), sentLog.sentNs(slot));
        }
    }

    void onNacksRead(long nowNs) {
        Forwarder out = forwarder;
        TrackSource from = source;
        if (outages.takeOutage() && out != null && from != null) {
            skipOutage(nowNs, from, out);
        }
    }

    /** The viewer sees the live edge again instead of what was shown while it was away: from a keyframe of the log, as a joiner does, or from a new one. */
    private void skipOutage(long nowNs, TrackSource from, Forwarder out) {
        if (from.kind() == MediaKind.AUDIO || out.current() < 0) {
            return;
        }
        TrackLog log = from.encoding(out.current());
        retransmitter.giveUpBefore(rewriter.nextSeq());
        if (log.keyframe() >= 0 && catchUp.isWhole(log, log.keyframe())) {
            join(nowNs, from, out, out.current());
        } else {
            wishes.wish(nowNs, log);
        }
    }

    /** Where a number of 16 bits is remembered; -1 if it is not. */
    private int sentSlot(int sequenceNumber) {
        long seq = Unwrapper.seq16(Math.max(rewriter.nextSeq() - 1, 0), sequenceNumber);
        return seq >= rewriter.nextSeq() ? -1 : rewriter.sentLog().find(seq);
    }

    /** The viewer lacks this packet of 16 bits. */
    void onNack(long nowNs, int sequenceNumber) {
        nacks++;
        Forwarder out = forwarder;
        TrackSource from = source;
        SentLog sentLog = rewriter.sentLog();
        int slot = sentSlot(sequenceNumber);
        if (slot < 0) {
            onHopelessNack(nowNs);
            return;
        }
        if (out == null || from == null) {
            drops.count(DropReason.NACK_TOO_OLD);
            return;
        }
        // Lost before it came to us is not hopeless: whether that is worth a keyframe was decided when its hole was
        // closed.
        hopeless = 0;
        if (sentLog.state(slot) == SentLog.RESERVED) {
            out.fill(nowNs, slot);
        } else {
            retransmitter.request(nowNs, from, slot, rtt.rttNs());
        }
    }

    private void onHopelessNack(long nowNs) {
        drops.count(DropReason.NACK_TOO_OLD);
        hopeless++;
        if (hopeless >= HOPELESS_NACKS) {
            hopeless = 0;
            pictureLost(nowNs);
        }
    }

    /** PLI or FIR. */
    void onPictureLoss(long nowNs) {
        plis++;
        Forwarder out = forwarder;
        TrackSource from = source;
        if (out != null && from != null && !choice.isPaused() && rough.complains(nowNs, nacks > 0)) {
            joinAgain(nowNs, from, out);
        } else {
            pictureLost(nowNs);
        }
    }

    /** A joiner over a bad path starts anew, with the smallest keyframe that there is. */
    private void joinAgain(long nowNs, TrackSource from, Forwarder out) {
        int lowest = RoughJoin.lowest(from);
        if (from.kind() == MediaKind.AUDIO || lowest < 0 || !rough.mayReplay(nowNs, rtt.rttNs())) {
            return;
        }
        TrackLog log = from.encoding(lowest);
        long age = keyframeAgeNs(nowNs, log);
        long firstSeq = rewriter.nextSeq();
        if (age >= 0 && catchUp.isBaseAge(age) && replay(nowNs, out, log, rough.baseOnly(age))) {
            rough.onReplay(nowNs, firstSeq);
            rough.repeat(nowNs, from, rewriter, retransmitter, rtt.rttNs());
        } else {
            wishes.wish(nowNs, log);
        }
    }

    /** At most once in a period anything happens; a keyframe that is young enough to be live elsewhere is replayed instead of wished for. */
    private void pictureLost(long nowNs) {
        Forwarder out = forwarder;
        TrackSource from = source;
        if (out == null || from == null || out.current() < 0 || from.kind() == MediaKind.AUDIO) {
            return;
        }
        if (lastLossNs != Long.MIN_VALUE && nowNs - lastLossNs < keyframePeriodNs) {
            return;
        }
        TrackLog log = from.encoding(out.current());
        long age = keyframeAgeNs(nowNs, log);
        if (age >= 0 && age < rtt.rttNs() && !catchUp.isActive()) {
            // On its way: the complaint was written before it could arrive.
            return;
        }
        lastLossNs = nowNs;
        long keyframe = log.keyframe();
        boolean young = age >= 0
                && age <= Math.max(keyframePeriodNs, log.state().keyframePeriodNs())
                && catchUp.isWhole(log, keyframe);
        if (young && keyframe != lastReplayed && replay(nowNs, out, log, false)) {
            lastReplayed = keyframe;
        } else {
            wishes.wish(nowNs, log);
        }
    }

    /** Sender information for a report at this moment; false if none can be made yet. */
    boolean report(long nowNs) {
        Forwarder out = forwarder;
        TrackSource from = source;
        return out != null
                && from != null
                && out.current() >= 0
                && reports.prepare(nowNs, from.encoding(out.current()), rewriter);
    }

    void onReportBlock(long nowNs, long lastReport, long delay) {
        rewriter.onPeerKnowsSsrc();
        long rttNs = reports.rttNs(nowNs, lastReport, delay);
        if (rttNs >= 0) {
            rtt.onSample(rttNs);
        }
    }

    long mediaBps() {
        Forwarder out = forwarder;
        TrackSource from = source;
        return out == null || from == null || out.current() < 0
                ? 0
                : from.encoding(out.current()).bitrateBps();
    }

    ViewerStats.Media stats(double lossFraction, double jitterMs) {
        return new ViewerStats.Media(
                media.mid(),
                layer(),
                new ViewerStats.Sent(
                        rewriter.packets(),
                        rewriter.bytes(),
                        retransmitter.packets(),
                        retransmitter.bytes(),
                        catchUp.replays()),
                new ViewerStats.Feedback(nacks, plis, lossFraction, jitterMs, wishes.count()));
    }

    int currentRung() {
        Forwarder out = forwarder;
        TrackSource from = source;
        LayerSelector chosen = selector;
        if (out == null || from == null || chosen == null || out.current() < 0) {
            return -1;
        }
        TrackLog log = from.encoding(out.current());
        return from.encodingCount() > 1
                ? log.rank()
                : Math.min(chosen.spatialId(), log.state().maxSpatialId());
    }

    int currentTemporalId() {
        LayerSelector chosen = selector;
        Forwarder out = forwarder;
        TrackSource from = source;
        return chosen == null || out == null || from == null || out.current() < 0
                ? -1
                : Math.min(
                        chosen.temporalId(),
                        from.encoding(out.current()).state().maxTemporalId());
    }

    private ViewerStats.Layer layer() {
        Forwarder out = forwarder;
        TrackSource from = source;
        LayerSelector chosen = selector;
        if (out == null || from == null || chosen == null || out.current() < 0) {
            return new ViewerStats.Layer(-1, 0, 0, 0, switches);
        }
        TrackLog log = from.encoding(out.current());
        return new ViewerStats.Layer(currentRung(), log.widthPx(), log.heightPx(), currentTemporalId(), switches);
    }
}
