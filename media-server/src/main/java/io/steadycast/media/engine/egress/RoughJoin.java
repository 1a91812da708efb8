package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;

/**
 * Confined to its shard. Helps a joiner over a path that loses much. A keyframe of the highest layer is dozens of packets: at 50 % loss both ways it takes seconds
 * until the last of them is repaired. One of the lowest layer is two or three. So a joiner that complains of picture loss, and has shown loss, gets the lowest
 * layer's keyframe out of the log, as often as it complains, each of its packets twice; what was chosen comes back once it has been content for a while.
 */
final class RoughJoin {
    private static final long MS = 1_000_000L;
    private static final long JOIN_NS = 10_000 * MS;
    /** Of one join: whoever complains on is served as everybody else. */
    private static final int MAX_REPLAYS = 20;

    private static final long HOLD_NS = 3_000 * MS;
    /** libwebrtc complains each 200 ms until it has a keyframe (VideoReceiveStream2). */
    private static final long MIN_SPACING_NS = 150 * MS;

    private static final int LED_ROUNDS = 5;

    /** Older ones are replayed with the base temporal layer only. */
    private static final long FULL_AGE_NS = 1_000 * MS;

    private final PacketView view = new PacketView();
    private long startedNs = Long.MIN_VALUE;
    private long complainedNs = Long.MIN_VALUE;
    private long replayedNs = Long.MIN_VALUE;
    private int replays;
    private long repeatFrom = -1;

    /** The first packet of a source goes out. */
    void onMedia(long nowNs) {
        if (startedNs == Long.MIN_VALUE) {
            startedNs = nowNs;
        }
    }

    void reset() {
        startedNs = Long.MIN_VALUE;
        complainedNs = Long.MIN_VALUE;
        replayedNs = Long.MIN_VALUE;
        replays = 0;
        repeatFrom = -1;
    }

    /** A complaint; true if it is one of a joiner over a bad path. */
    boolean complains(long nowNs, boolean lossSeen) {
        boolean joining = startedNs != Long.MIN_VALUE && nowNs - startedNs < JOIN_NS;
        if (!joining && !holds(nowNs)) {
            return false;
        }
        // Without loss something else is wrong, and a smaller keyframe does not help.
        if (!lossSeen || replays >= MAX_REPLAYS) {
            return false;
        }
        complainedNs = nowNs;
        return true;
    }

    /** For so long the lowest layer it is. */
    boolean holds(long nowNs) {
        return complainedNs != Long.MIN_VALUE && nowNs - complainedNs < HOLD_NS;
    }

    /**
     * Whether another replay is of use: the last one had its round trip. Where feedback has what is lost sent again without being asked ({@code ledRoundNs} above 0), the
     * keyframe is on its way in any case, and one that begins anew only comes later: it has its rounds, from the first sending on.
     */
    boolean mayReplay(long nowNs, long rttNs, long ledRoundNs) {
        long sinceNs = Math.max(replayedNs, ledRoundNs > 0 ? startedNs : Long.MIN_VALUE);
        return sinceNs == Long.MIN_VALUE
                || nowNs - sinceNs >= Math.max(Math.max(rttNs, MIN_SPACING_NS), LED_ROUNDS * ledRoundNs);
    }

    boolean baseOnly(long keyframeAgeNs) {
        return keyframeAgeNs > FULL_AGE_NS;
    }

    /** A replay begins with this number. */
    void onReplay(long nowNs, long firstSeq) {
        replays++;
        replayedNs = nowNs;
        repeatFrom = firstSeq;
    }

    /** -1 if no encoding is active. */
    static int lowest(TrackSource source) {
        int lowest = -1;
        for (int i = 0; i < source.encodingCount(); i++) {
            TrackLog log = source.encoding(i);
            if (log.active()
                    && (lowest < 0 || log.rank() < source.encoding(lowest).rank())) {
                lowest = i;
            }
        }
        return lowest;
    }

    /** Each packet of the replayed keyframe goes out twice: one that is lost and asked for again costs a round trip and more. */
    void repeat(long nowNs, TrackSource source, RtpRewriter rewriter, RepairQueue repairs) {
        SentLog sentLog = rewriter.sentLog();
        while (repeatFrom >= 0 && repeatFrom < rewriter.nextSeq()) {
            int slot = sentLog.find(repeatFrom);
            boolean keyframe = slot >= 0
                    && sentLog.state(slot) == SentLog.SENT
                    && source.encoding(sentLog.encoding(slot)).read(sentLog.sourceSeq(slot), view)
                    && view.info.keyframe;
            if (keyframe) {
                repairs.request(nowNs, source, slot);
            }
            repeatFrom = keyframe ? repeatFrom + 1 : -1;
        }
    }
}
