package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.transport.DropReason;

/**
 * Confined to its shard. What a viewer's complaints about its picture are worth: a keyframe out of the log, a wish for a new one, or nothing since one is on its way.
 */
final class PictureLoss {
    /** So many NACKs in a row for what is no longer there mean that the picture is lost. */
    private static final int HOPELESS_NACKS = 3;

    private final long keyframePeriodNs;
    private final LogJoin joins;
    private final CatchUp catchUp;
    private final KeyframeWishes wishes;
    private final RoughJoin rough;
    private final RtpRewriter rewriter;
    private final RepairQueue repairs;
    private final RttEstimator rtt;
    private final Pacer pacer;
    private final DropTally drops;
    private final OutageJudge outages = new OutageJudge();
    private long lastLossNs = Long.MIN_VALUE;
    private long lastReplayed = -1;
    private int hopeless;

    /** What starts an encoding, or starts it again. */
    record Starts(LogJoin joins, CatchUp catchUp, KeyframeWishes wishes, RoughJoin rough) {}

    PictureLoss(
            long keyframePeriodNs,
            Starts starts,
            RtpRewriter rewriter,
            RepairQueue repairs,
            Subscription.Shared shared) {
        this.keyframePeriodNs = keyframePeriodNs;
        this.joins = starts.joins();
        this.catchUp = starts.catchUp();
        this.wishes = starts.wishes();
        this.rough = starts.rough();
        this.rewriter = rewriter;
        this.repairs = repairs;
        rtt = shared.rtt();
        pacer = shared.pacer();
        drops = shared.sender().drops();
    }

    /** Another source. */
    void reset() {
        lastReplayed = -1;
        rough.reset();
    }

    /** One of the numbers that a message says are missing, as a slot of the log; {@link #onMissingRead} comes before they are answered. */
    void onMissing(int slot) {
        SentLog sentLog = rewriter.sentLog();
        if (slot >= 0
                && sentLog.state(slot) == SentLog.SENT
                && sentLog.resends(slot) == 0
                && repairs.isUseful(sentLog.viewerSeq(slot))) {
            outages.onMissing(sentLog.viewerSeq(slot), sentLog.sentNs(slot));
        }
    }

    void onMissingRead(long nowNs, Attachment at) {
        if (outages.takeOutage()) {
            skipOutage(nowNs, at);
        }
    }

    /** The viewer sees the live edge again instead of what was shown while it was away: from a keyframe of the log, as a joiner does, or from a new one. */
    private void skipOutage(long nowNs, Attachment at) {
        TrackLog log = at.log();
        if (!at.isVideo() || log == null) {
            return;
        }
        repairs.giveUpBefore(rewriter.nextSeq());
        boolean serves = log.keyframe() >= 0 && catchUp.isWhole(log, log.keyframe());
        if (serves && catchUp.isSoonLive(log, false, pacer.paceBps())) {
            joins.join(nowNs, at.source(), at.out(), log.encoding());
        } else {
            wishes.wish(nowNs, log);
        }
    }

    /**
     * The viewer was not there yet when its first picture left: it is begun as for one who joins now. Sent again, that picture would come as one that is late, and set the
     * receiver's clock wrong ({@link LeadIn}). Where only what is asked for is sent again, such a viewer complains by itself ({@link RoughJoin}), and is not begun twice.
     */
    void onBeginMissed(long nowNs, Attachment at) {
        TrackLog log = at.log();
        if (log == null || !at.isVideo() || repairs.ledRoundNs() == 0) {
            return;
        }
        long firstSeq = rewriter.nextSeq();
        long switches = joins.switches();
        joins.join(nowNs, at.source(), at.out(), log.encoding());
        if (joins.switches() != switches) {
            repairs.giveUpBefore(firstSeq);
        }
    }

    /** A NACK for what is no longer there. */
    void onHopelessNack(long nowNs, Attachment at) {
        drops.count(DropReason.NACK_TOO_OLD);
        hopeless++;
        if (hopeless >= HOPELESS_NACKS) {
            hopeless = 0;
            pictureLost(nowNs, at);
        }
    }

    /**
     * A NACK for what is known. Lost before it came to us is not hopeless: whether that is worth a keyframe was decided when its hole was closed.
     */
    void onKnownNack() {
        hopeless = 0;
    }

    /** PLI or FIR. */
    void onComplaint(long nowNs, Attachment at, boolean paused, boolean lossSeen) {
        if (!paused && rough.complains(nowNs, lossSeen)) {
            joinAgain(nowNs, at);
        } else {
            pictureLost(nowNs, at);
        }
    }

    /** A joiner over a bad path starts anew, with the smallest keyframe that there is. */
    private void joinAgain(long nowNs, Attachment at) {
        int lowest = RoughJoin.lowest(at.source());
        if (!at.isVideo() || lowest < 0 || !rough.mayReplay(nowNs, rtt.rttNs(), repairs.ledRoundNs())) {
            return;
        }
        TrackLog log = at.source().encoding(lowest);
        long age = joins.keyframeAgeNs(nowNs, log);
        long firstSeq = rewriter.nextSeq();
        if (age >= 0 && catchUp.isBaseAge(age) && joins.replay(nowNs, at.out(), log, rough.baseOnly(age))) {
            rough.onReplay(nowNs, firstSeq);
            rough.repeat(nowNs, at.source(), rewriter, repairs);
        } else {
            wishes.wish(nowNs, log);
        }
    }

    /** At most once in a period anything happens; a keyframe that is young enough to be live elsewhere is replayed instead of wished for. */
    void pictureLost(long nowNs, Attachment at) {
        TrackLog log = at.log();
        if (log == null || !at.isVideo()) {
            return;
        }
        if (lastLossNs != Long.MIN_VALUE && nowNs - lastLossNs < keyframePeriodNs) {
            return;
        }
        long age = joins.keyframeAgeNs(nowNs, log);
        if (age >= 0 && age < rtt.rttNs() && !catchUp.isActive()) {
            // On its way: the complaint was written before it could arrive.
            return;
        }
        lastLossNs = nowNs;
        long keyframe = log.keyframe();
        boolean young = age >= 0
                && age <= Math.max(keyframePeriodNs, log.state().keyframePeriodNs())
                && catchUp.isWhole(log, keyframe);
        if (young && keyframe != lastReplayed && joins.replay(nowNs, at.out(), log, false)) {
            lastReplayed = keyframe;
        } else {
            wishes.wish(nowNs, log);
        }
    }
}
