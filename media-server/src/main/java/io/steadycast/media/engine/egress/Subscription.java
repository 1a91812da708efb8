package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.wire.rtp.HeaderExtension;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. One viewer's view of one track: what is chosen of it, and who does what about it. Which encoding is forwarded from which keyframe on is the
 * business of {@link LogJoin}, complaints that of {@link LossIntake}, the packets that of {@link Forwarder} and {@link Retransmitter}.
 */
final class Subscription {
    private static final int NS_PER_MS = 1_000_000;

    private final ViewerMedia media;
    private final RttEstimator rtt;
    private final DropTally drops;
    private final RtpRewriter rewriter;
    private final Retransmitter retransmitter;
    private final RepairQueue repairs;
    private final LossRepair lossRepair;
    private final CatchUp catchUp;
    private final EncodingClocks clocks;
    private final KeyframeWishes wishes;
    private final RoughJoin rough = new RoughJoin();
    private final LogJoin joins;
    private final PictureLoss losses;
    private final LossIntake intake;
    private final SenderReports reports;
    private final Forwarder.Continuity continuity;
    private final PacketView view = new PacketView();

    private final int index;
    private final PacketSender sender;
    private final Outbox outbox;
    private final ParityStream parity;
    private final Ladder ladder = new Ladder(this);

    /** What the user chose. */
    private LayerChoice wish = LayerChoice.auto();

    /** What is left of that after the controller's word. */
    private LayerChoice choice = wish;

    private @Nullable RedEncoder red;
    private @Nullable LateAudio late;
    private @Nullable AudioCopies copies;
    private @Nullable Attachment attachment;

    /** What the subscriptions of one viewer share. */
    record Shared(
            EgressConfig config,
            PacketSender sender,
            FeedbackLog feedback,
            Pacer pacer,
            Outbox outbox,
            RttEstimator rtt) {}

    /** {@code random} of the first sequence numbers. */
    Subscription(ViewerMedia media, Shared shared, int index, RandomGenerator random) {
        this.media = media;
        this.index = index;
        this.sender = shared.sender();
        this.outbox = shared.outbox();
        this.rtt = shared.rtt();
        this.drops = shared.sender().drops();
        EgressConfig config = shared.config();
        long keyframePeriodNs = (long) config.reporting().keyframePeriodMs() * NS_PER_MS;
        int clockRate = media.codec().clockRate();
        SentLog sentLog =
                new SentLog(media.codec().kind() == MediaKind.VIDEO ? TrackLog.VIDEO_SLOTS : TrackLog.AUDIO_SLOTS);
        rewriter = new RtpRewriter(media, shared, index, sentLog, firstSeq(random));
        retransmitter = new Retransmitter(media, shared.sender(), rewriter, index);
        retransmitter.firstSeq(firstSeq(random));
        parity = new ParityStream(media, shared.sender(), rewriter, index, media.hasFec() ? firstSeq(random) : 0);
        repairs = new RepairQueue(shared, index, retransmitter, rewriter);
        lossRepair = new LossRepair(shared, sentLog, repairs, parity);
        catchUp = new CatchUp(config.joining(), clockRate);
        clocks = new EncodingClocks(clockRate);
        wishes = new KeyframeWishes(keyframePeriodNs);
        reports = new SenderReports(config.reporting(), clockRate);
        joins = new LogJoin(
                catchUp, wishes, rough, reports, new LogJoin.Sending(shared.pacer(), new LeadIn(rewriter, repairs)));
        losses = new PictureLoss(
                keyframePeriodNs, new PictureLoss.Starts(joins, catchUp, wishes, rough), rewriter, repairs, shared);
        intake = new LossIntake(rewriter, repairs, lossRepair, losses, drops);
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
        Attachment at = attachment;
        return at == null ? null : at.source();
    }

    LayerChoice wish() {
        return wish;
    }

    long nacks() {
        return intake.nacks();
    }

    long plis() {
        return intake.plis();
    }

    SenderReports reports() {
        return reports;
    }

    boolean shows(long trackId) {
        Attachment at = attachment;
        return at != null && at.source().trackId() == trackId;
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
        attachment = new Attachment(next, chosen, new Forwarder(next, chosen, continuity));
        intake.attach(attachment);
        clocks.onSource(next.encodingCount());
        wishes.onSource(next.encodingCount());
        losses.reset();
        rewriter.pictures().reset();
    }

    /** Forgets the source, keeps the numbers: another one goes on where this one ended. */
    void detach() {
        Attachment left = attachment;
        if (left != null) {
            left.out().leave();
            rewriter.closeHoles();
            rewriter.sentLog().closeAll();
            repairs.clear();
            lossRepair.clear();
            parity.clear();
        }
        attachment = null;
        intake.attach(null);
    }

    void choose(LayerChoice newChoice) {
        wish = newChoice;
        StreamPlan plan = outbox.stream(index);
        apply(plan == null ? newChoice : newChoice.within(plan));
    }

    private void apply(LayerChoice newChoice) {
        choice = newChoice;
        Attachment at = attachment;
        if (at != null) {
            at.selector().choose(newChoice);
        }
    }

    /** The controller decided, perhaps as before. {@code pictures}: the viewer is sent some, whose packets are reported on. */
    void steer(long nowNs, boolean pictures) {
        StreamPlan plan = outbox.stream(index);
        if (plan == null) {
            return;
        }
        if (!choice.isWithin(wish, plan)) {
            apply(wish.within(plan));
        }
        parity.steer(nowNs, plan);
        if (media.codec() == Codec.OPUS) {
            steerRedundancy(plan, pictures);
        }
    }

    private void steerRedundancy(StreamPlan plan, boolean pictures) {
        boolean wanted = plan.redDepth > 0;
        if (media.payloadTypes().red() < 0) {
            copies = wanted && copies == null ? sender.copies(plan) : copies;
            rewriter.repeatBy(wanted ? copies : null, !pictures);
            return;
        }
        red = wanted && red == null ? new RedEncoder(plan, rewriter.sentLog()) : red;
        late = wanted && late == null ? new LateAudio(plan) : late;
        rewriter.repeatBy(wanted ? red : null, late);
    }

    /** Waiting retransmissions, before anything less urgent. */
    void drainRetransmissions(long nowNs) {
        Attachment at = attachment;
        if (at != null) {
            repairs.drain(nowNs, at.source());
        }
    }

    boolean repairWaits() {
        return repairs.isWaiting();
    }

    /** For how long repair has been waiting for budget. */
    long repairWaitedNs(long nowNs) {
        return repairs.waitedNs(nowNs);
    }

    /** What waited for the pacer leaves. */
    void release(long nowNs, long viewerSeq) {
        Attachment at = attachment;
        if (at != null) {
            rewriter.release(nowNs, at.source(), viewerSeq, view);
        }
    }

    /** What waited for the pacer waited too long. */
    void expire(long nowNs, long viewerSeq, PacketKind kind) {
        boolean waited = rewriter.expire(viewerSeq);
        Attachment at = attachment;
        TrackLog log = at == null ? null : at.log();
        if (waited && kind != PacketKind.UPPER && log != null) {
            wishes.wish(nowNs, log);
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
        Attachment at = attachment;
        return at == null ? -1 : retransmitter.copy(nowNs, at.source(), viewerSeq, kind);
    }

    /** Bytes for a probe: copies of what left lately, else padding; -1 if there is no way to send any. */
    int sendFilling(long nowNs, long wantedBytes) {
        Attachment at = attachment;
        return at == null || !at.isVideo()
                ? -1
                : retransmitter.fill(nowNs, at.source(), rewriter.nextSeq(), wantedBytes);
    }

    /** Has the viewer report again from this transport-wide number on; false if that cannot be said in this stream. */
    boolean recall(long nowNs, long transportSeq) {
        Attachment at = attachment;
        return at != null && at.isVideo() && retransmitter.recall(nowNs, transportSeq);
    }

    void onPublished(long nowNs, int encoding, long extSeq) {
        Attachment at = attachment;
        if (at == null || encoding >= at.source().encodingCount()) {
            return;
        }
        Forwarder out = at.out();
        if (out.current() < 0 && !at.isVideo()) {
            if (at.selector().target(at.source()) == encoding) {
                joins.begin(nowNs, out, at.source().encoding(encoding), extSeq, false);
            }
            return;
        }
        if (out.current() != encoding) {
            joins.seek(nowNs, at, choice.isPaused());
        }
        out.onPublished(nowNs, encoding, extSeq);
    }

    void onTick(long nowNs) {
        Attachment at = attachment;
        if (at == null) {
            return;
        }
        at.want(nowNs);
        joins.seek(nowNs, at, choice.isPaused());
        lossRepair.onTick(nowNs, at.source(), rewriter.nextSeq());
        rewriter.pictures().onTick(nowNs, rewriter.sentLog(), rewriter.nextSeq());
        repairs.drain(nowNs, at.source());
        Forwarder out = at.out();
        out.drain(nowNs);
        rough.repeat(nowNs, at.source(), rewriter, repairs);
        if (repairs.takeGivenUp()) {
            losses.pictureLost(nowNs, at);
        }
        boolean gaveUp = out.sweep(nowNs) > 0;
        boolean lapped = out.takeLapped();
        TrackLog log = at.log();
        if ((gaveUp || lapped) && at.isVideo() && log != null) {
            wishes.wish(nowNs, log);
        }
    }

    /** Brings what is forwarded nearer to what is wanted. */
    void seek(long nowNs) {
        Attachment at = attachment;
        if (at != null) {
            joins.seek(nowNs, at, choice.isPaused());
        }
    }

    /** What the viewer says that it lacks. */
    LossIntake intake() {
        return intake;
    }

    void onPictureLoss(long nowNs) {
        intake.onPictureLoss(nowNs, choice.isPaused());
    }

    /** So many copies that were announced do not leave. */
    void onCopiesLeftOut(long viewerSeq, int times) {
        int slot = rewriter.sentLog().find(viewerSeq);
        if (slot >= 0) {
            rewriter.sentLog().flying(slot, -times);
        }
    }

    /** Sender information for a report at this moment; false if none can be made yet. */
    boolean report(long nowNs) {
        Attachment at = attachment;
        TrackLog log = at == null ? null : at.log();
        return log != null && reports.prepare(nowNs, log, rewriter);
    }

    void onReportBlock(long nowNs, long lastReport, long delay) {
        rewriter.onPeerKnowsSsrc();
        long rttNs = reports.rttNs(nowNs, lastReport, delay);
        if (rttNs >= 0) {
            rtt.onSample(rttNs);
        }
    }

    long mediaBps() {
        Attachment at = attachment;
        return at == null ? 0 : at.mediaBps();
    }

    FirstPicture pictures() {
        return rewriter.pictures();
    }

    int currentRung() {
        Attachment at = attachment;
        return at == null ? -1 : at.currentRung();
    }

    int currentTemporalId() {
        Attachment at = attachment;
        return at == null ? -1 : at.currentTemporalId();
    }

    ViewerStats.Media stats(double lossFraction, double jitterMs) {
        Attachment at = attachment;
        return new ViewerStats.Media(
                media.mid(),
                at == null ? new ViewerStats.Layer(-1, 0, 0, 0, joins.switches()) : at.layer(joins.switches()),
                new ViewerStats.Sent(
                        rewriter.packets(),
                        rewriter.bytes(),
                        retransmitter.packets(),
                        retransmitter.bytes(),
                        catchUp.replays()),
                new ViewerStats.Feedback(intake.nacks(), intake.plis(), lossFraction, jitterMs, wishes.count()));
    }
}
