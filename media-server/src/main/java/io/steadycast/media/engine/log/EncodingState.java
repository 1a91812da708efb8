package io.steadycast.media.engine.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;

/** One writer, any readers. What the publisher's side knows about one encoding as a whole; each value stands alone. */
public final class EncodingState {
    /** Layers whose rates are told apart; what is above counts with the last. */
    public static final int METERED = 4;

    /** Of {@link #wantedNs}: by nobody so far. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Many viewers want an encoding all the time: one of them says so once in this time. */
    private static final long WANTED_EVERY_NS = 200_000_000L;

    private final AtomicBoolean keyframeWish = new AtomicBoolean();
    private volatile int rank;
    private volatile boolean active;
    private volatile int widthPx;
    private volatile int heightPx;
    private volatile int framesPerSecond;
    private volatile long bitrateBps;
    private final AtomicLongArray layerBps = new AtomicLongArray(METERED * METERED);
    private volatile int maxSpatialId;
    private volatile int maxTemporalId;
    private volatile long keyframePeriodNs = 1_000_000_000L;
    private volatile int keyframeBytes;
    private volatile double loss;
    private volatile double residualLoss;
    private volatile Supply supply = Supply.SENT;
    private volatile long wantedNs = NEVER;

    EncodingState(int rank) {
        this.rank = rank;
    }

    void requestKeyframe() {
        // Looking first keeps a thousand wishing viewers from fighting for the cache line.
        if (!keyframeWish.getAcquire()) {
            keyframeWish.set(true);
        }
    }

    boolean takeKeyframeRequest() {
        return keyframeWish.getAcquire() && keyframeWish.getAndSet(false);
    }

    public int rank() {
        return rank;
    }

    public void rank(int value) {
        rank = value;
    }

    public boolean active() {
        return active;
    }

    public void active(boolean value) {
        active = value;
    }

    /** Share of packets that did not come by themselves, of the last report interval. */
    public double loss() {
        return loss;
    }

    /** Share of packets that never came, not even when asked for again; of the last seconds. */
    public double residualLoss() {
        return residualLoss;
    }

    public void losses(double newLoss, double newResidualLoss) {
        loss = newLoss;
        residualLoss = newResidualLoss;
    }

    public Supply supply() {
        return supply;
    }

    public void supply(Supply value) {
        supply = value;
    }

    /** It is there, or would be a moment after somebody chose it. */
    public boolean available() {
        return active || supply == Supply.PAUSED || supply == Supply.RESUMING;
    }

    /** A viewer gets it, or would if it were there. From any shard. */
    public void wanted(long nowNs) {
        long last = wantedNs;
        if (last == NEVER || nowNs - last >= WANTED_EVERY_NS) {
            wantedNs = nowNs;
        }
    }

    /** When a viewer wanted it last, give or take {@value #WANTED_EVERY_NS} ns; {@link #NEVER} if none did. */
    public long wantedNs() {
        return wantedNs;
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    public void resolution(int newWidthPx, int newHeightPx) {
        widthPx = newWidthPx;
        heightPx = newHeightPx;
    }

    public int framesPerSecond() {
        return framesPerSecond;
    }

    public long bitrateBps() {
        return bitrateBps;
    }

    public void rates(long newBitrateBps, int newFramesPerSecond) {
        bitrateBps = newBitrateBps;
        framesPerSecond = newFramesPerSecond;
    }

    /** Of everything up to a spatial and a temporal layer; of all while layers are not told apart yet. */
    public long bitrateBps(int upToSpatialId, int upToTemporalId) {
        long layered = layerBps.get(layer(upToSpatialId, upToTemporalId));
        return layered > 0 ? layered : bitrateBps;
    }

    public void layerRate(int upToSpatialId, int upToTemporalId, long bps) {
        layerBps.set(layer(upToSpatialId, upToTemporalId), bps);
    }

    private static int layer(int spatialId, int temporalId) {
        return Math.clamp(spatialId, 0, METERED - 1) * METERED + Math.clamp(temporalId, 0, METERED - 1);
    }

    /** Highest spatial layer seen lately: more than 0 means SVC in one stream. */
    public int maxSpatialId() {
        return maxSpatialId;
    }

    public int maxTemporalId() {
        return maxTemporalId;
    }

    public void layers(int newMaxSpatialId, int newMaxTemporalId) {
        maxSpatialId = newMaxSpatialId;
        maxTemporalId = newMaxTemporalId;
    }

    /** At most one keyframe is asked for in this time; a joiner whose cached keyframe is younger need not wish for another. */
    public long keyframePeriodNs() {
        return keyframePeriodNs;
    }

    /** RTP bytes of one keyframe, smoothed; 0 before the first whole one. */
    public int keyframeBytes() {
        return keyframeBytes;
    }

    public void keyframes(long newPeriodNs, int newBytes) {
        keyframePeriodNs = newPeriodNs;
        keyframeBytes = newBytes;
    }
}
