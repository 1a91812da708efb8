package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.HoleJudge;
import io.steadycast.media.engine.log.PacketView;
import io.steadycast.media.engine.log.TrackLog;

/**
 * Confined to its shard. Paces a replay out of the log (the GOP cache): a joiner gets the last keyframe and what followed without a wish to the
 * publisher. The replay's queue is the log itself; this only says when the next packet of it is due.
 *
 * <p>A frame is due when its squeezed timestamp (see {@link TimestampMap}) says so, counted from the start of the replay, which makes arrival
 * times and timestamps agree at the receiver. A token bucket bounds the burst of every tick; its rate is above that of the schedule, and
 * at least a multiple of the layer's own, so that a replay that fell behind its schedule still ends.
 */
final class CatchUp {
    private static final int NS_PER_MS = 1_000_000;
    private static final int MIN_DURATION_MS = 100;
    /** Of a pace that hardly carries the layer itself, and a replay that takes longer is shown faster than it comes. */
    private static final double MIN_SPARE = 0.25;

    private static final int MAX_PACED_MS = 2_000;

    /** A replay that takes longer at the pace is worse than a new keyframe. */
    private static final int MAX_SOON_MS = 1_000;

    private static final int BURST_MS = 10;
    private static final int MIN_BURST_BYTES = 4_500;

    /** Above the schedule's own rate, for its unevenness: a keyframe is due at one moment. */
    private static final double HEADROOM = 1.5;

    private final EgressConfig.Joining config;
    private final int clockRate;
    private final PacketView scan = new PacketView();
    private final HoleJudge judge = new HoleJudge();
    private final TokenBucket bucket = new TokenBucket(0, BURST_MS, MIN_BURST_BYTES);
    private boolean active;
    private long startNs;
    private long startTimestamp;
    private long replays;

    CatchUp(EgressConfig.Joining config, int clockRate) {
        this.config = config;
        this.clockRate = clockRate;
    }

    boolean isActive() {
        return active;
    }

    long replays() {
        return replays;
    }

    void stop() {
        active = false;
    }

    /** Bytes from a keyframe to the head, of the base temporal layer alone or of all. */
    int replayBytes(TrackLog log, long keyframe, boolean baseOnly) {
        int bytes = 0;
        long head = log.head();
        for (long seq = keyframe; seq <= head; seq++) {
            if (log.read(seq, scan) && (!baseOnly || scan.info.temporalId == 0)) {
                bytes += scan.rtpLength;
            }
        }
        return bytes;
    }

    /** False when something between a keyframe and the head was given up without which a replay ends in a broken picture again. */
    boolean isWhole(TrackLog log, long keyframe) {
        long last = Math.min(log.head(), log.settled());
        for (long seq = keyframe; seq <= last; seq++) {
            if (!log.read(seq, scan) && judge.breaksPicture(log, seq)) {
                return false;
            }
        }
        return true;
    }

    /**
     * How long a replay takes until it meets the live edge. Where a pace bounds what leaves, that decides, and what is published meanwhile takes its part of it: a
     * schedule that promises more than the pace carries makes every replayed frame look late, and the first live one wait for as long as they did.
     *
     * @param paceBps of everything to the viewer, 0 for no bound
     */
    int durationMs(int replayBytes, long layerBps, double paceBps) {
        long atBurst = replayBytes * 8_000L / config.burstBps();
        int wished = Math.clamp(atBurst, MIN_DURATION_MS, Math.max(MIN_DURATION_MS, config.durationMs()));
        return paceBps <= 0 ? wished : (int) Math.clamp(pacedMs(replayBytes, layerBps, paceBps), wished, MAX_PACED_MS);
    }

    private static double pacedMs(int replayBytes, long layerBps, double paceBps) {
        return replayBytes * 8_000.0 / Math.max(paceBps - layerBps, MIN_SPARE * paceBps);
    }

    /** Whether a replay meets the live edge soon enough, at this pace of everything to the viewer; 0 for no bound. */
    boolean isSoonLive(TrackLog log, boolean baseOnly, double paceBps) {
        return paceBps <= 0
                || pacedMs(replayBytes(log, log.keyframe(), baseOnly), log.bitrateBps(), paceBps) <= MAX_SOON_MS;
    }

    /** From now on frames are due by their timestamps, of which {@code fromTimestamp} is due at once. */
    void start(long nowNs, long fromTimestamp, int replayBytes, long layerBps, int durationMs) {
        active = true;
        replays++;
        startNs = nowNs;
        startTimestamp = fromTimestamp;
        double scheduleBps = replayBytes * 8_000.0 / durationMs + layerBps;
        bucket.rate(Math.max(config.minSpeed() * layerBps, scheduleBps * HEADROOM));
    }

    /** An encoder that finds its rate meanwhile is not outrun by what it was at the start: a replay that falls behind its layer would never end. */
    void outrun(long layerBps) {
        bucket.rate(Math.max(bucket.rateBps(), config.minSpeed() * layerBps));
    }

    /** Whether a packet with this viewer timestamp may go out now. */
    boolean admits(long nowNs, long timestamp) {
        long dueNs = startNs + NtpTime.nsOfTicks(timestamp - startTimestamp, clockRate);
        return dueNs <= nowNs && bucket.admits(nowNs);
    }

    void spend(int bytes) {
        bucket.spend(bytes);
    }

    boolean isFullAge(long ageNs) {
        return ageNs <= (long) config.fullHorizonMs() * NS_PER_MS;
    }

    boolean isBaseAge(long ageNs) {
        return ageNs <= (long) config.baseHorizonMs() * NS_PER_MS;
    }

    boolean fits(int replayBytes) {
        return replayBytes <= config.maxReplayBytes();
    }
}
