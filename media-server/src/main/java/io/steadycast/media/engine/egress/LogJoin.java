package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. From which keyframe on a subscription forwards an encoding: one that is in the log already, replayed (ADAPTATION 3.4), or one that is
 * wished for. It decides nothing about which encoding that should be.
 */
final class LogJoin {
    private static final int NS_PER_MS = 1_000_000;

    /** A switch does not go further back than this: what is on the screen would be shown again. */
    private static final long SWITCH_AGE_NS = 150L * NS_PER_MS;

    /** Layers' keyframes come in one go: so long the wanted one is waited for before a lower one serves. */
    private static final long PATIENCE_NS = 60L * NS_PER_MS;

    private final CatchUp catchUp;
    private final KeyframeWishes wishes;
    private final RoughJoin rough;
    private final SenderReports reports;
    private final Pacer pacer;
    private final LeadIn leadIn;
    private final PacketView view = new PacketView();
    private long switches;

    /**
     * What a join takes.
     *
     * @param pacer what leaves at most
     * @param leadIn what leaves before the first picture
     */
    record Sending(Pacer pacer, LeadIn leadIn) {}

    LogJoin(CatchUp catchUp, KeyframeWishes wishes, RoughJoin rough, SenderReports reports, Sending sending) {
        this.catchUp = catchUp;
        this.pacer = sending.pacer();
        this.leadIn = sending.leadIn();
        this.wishes = wishes;
        this.rough = rough;
        this.reports = reports;
    }

    long switches() {
        return switches;
    }

    /** Brings what is forwarded nearer to what is wanted. */
    void seek(long nowNs, Attachment at, boolean paused) {
        TrackSource from = at.source();
        Forwarder out = at.out();
        int target = rough.holds(nowNs) ? RoughJoin.lowest(from) : at.selector().target(from);
        int current = out.current();
        if (paused && current >= 0) {
            out.leave();
            return;
        }
        if (target < 0 || !at.isVideo()) {
            return;
        }
        if (current == target) {
            if (at.selector().needsKeyframe(from)) {
                wishes.wish(nowNs, from.encoding(current));
            }
        } else if (current < 0 || !from.encoding(current).active()) {
            join(nowNs, from, out, target);
        } else if (!beginYoungerThan(nowNs, out, from.encoding(target), SWITCH_AGE_NS)) {
            wishes.wish(nowNs, from.encoding(target));
        }
    }

    /** Starts out of the log if anything in it serves and leads to the live edge soon; else wishes for a keyframe and comes back. */
    void join(long nowNs, TrackSource from, Forwarder out, int target) {
        leadIn.onTick(nowNs);
        TrackLog wanted = from.encoding(target);
        long age = keyframeAgeNs(nowNs, wanted);
        if (age >= 0 && catchUp.isFullAge(age) && isSoonLive(wanted, false) && replay(nowNs, out, wanted, false)) {
            return;
        }
        if (age >= 0 && catchUp.isBaseAge(age) && isSoonLive(wanted, true) && replay(nowNs, out, wanted, true)) {
            return;
        }
        TrackLog youngest = youngest(nowNs, from, out.current());
        if (youngest != null && isSoonLive(youngest, false) && replay(nowNs, out, youngest, false)) {
            return;
        }
        wishes.wish(nowNs, wanted);
    }

    private boolean isSoonLive(TrackLog log, boolean baseOnly) {
        return catchUp.isSoonLive(log, baseOnly, pacer.baseBps());
    }

    /** From the youngest keyframe of the log on; false if that would be too much, or is gone. */
    boolean replay(long nowNs, Forwarder out, TrackLog log, boolean baseOnly) {
        long keyframe = log.keyframe();
        return catchUp.fits(catchUp.replayBytes(log, keyframe, baseOnly)) && begin(nowNs, out, log, keyframe, baseOnly);
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
        return age >= 0 && age <= ageNs && begin(nowNs, out, log, log.keyframe(), false);
    }

    /** Goes on with an encoding from this packet on; false if it is gone. */
    boolean begin(long nowNs, Forwarder out, TrackLog log, long first, boolean baseOnly) {
        if (!out.begin(nowNs, log, first, baseOnly)) {
            return false;
        }
        switches++;
        rough.onMedia(nowNs);
        reports.onSwitch(nowNs);
        return true;
    }

    /** -1 if there is no keyframe in the log. */
    long keyframeAgeNs(long nowNs, TrackLog log) {
        long keyframe = log.keyframe();
        return keyframe >= 0 && log.read(keyframe, view) ? Math.max(0, nowNs - view.info.arrivalNs) : -1;
    }
}
