package io.steadycast.netsim.endpoint.timing;

/**
 * Confined to its endpoint. The playout delay of a video stream and when each frame is to be decoded for it (modules/video_coding/timing/timing.cc@bb9331cf, class
 * VCMTiming).
 *
 * <p>The current delay only follows late frames, up to the target, and falls to the target at once; what a frame waits for is this delay held between the minimum
 * and the maximum of the playout-delay extension. The slew of 100 ms a second that the class also has is used by the deprecated receiver only.
 */
public final class VideoTiming {
    /** Render as soon as possible. */
    public static final long AT_ONCE = 0;

    private static final long RENDER_DELAY_NS = 10 * Units.MS;
    private static final long MIN_PACING_NS = 8 * Units.MS;
    private static final long LOW_LATENCY_MAX_NS = 500 * Units.MS;
    private static final long DEFAULT_MAX_NS = 10_000 * Units.MS;
    private static final int IGNORED_DECODES = 5;

    private final TimestampExtrapolator extrapolator;
    private final long decodeNs;
    private int decodes;
    private long minNs;
    private long maxNs = DEFAULT_MAX_NS;
    private long jitterNs;
    private long currentNs;
    private long lastDecodeNs;

    /** @param decodeNs that decoding takes, always the same */
    public VideoTiming(long nowNs, long decodeNs) {
        this.extrapolator = new TimestampExtrapolator(nowNs);
        this.decodeNs = decodeNs;
    }

    public void reset(long nowNs) {
        extrapolator.reset(nowNs);
        decodes = 0;
        minNs = 0;
        jitterNs = 0;
        currentNs = 0;
    }

    public void minPlayoutDelay(long newMinNs) {
        minNs = newMinNs;
    }

    public void playoutDelay(long newMinNs, long newMaxNs) {
        minNs = newMinNs;
        maxNs = newMaxNs;
    }

    public void jitterDelay(long newJitterNs) {
        jitterNs = newJitterNs;
        if (currentNs == 0) {
            currentNs = newJitterNs;
        }
    }

    /** A frame that was wanted on the screen then is decoded now. */
    public void updateCurrentDelay(long renderNs, long decodeAtNs) {
        long delayedNs = decodeAtNs - renderNs + maxDecodeNs() + RENDER_DELAY_NS;
        if (Units.wholeMs(delayedNs) < 0) {
            return;
        }
        currentNs = Math.min(currentNs + delayedNs, targetNs());
    }

    /** modules/video_coding/timing/decode_time_percentile_filter.cc: the first five do not count. */
    public void decoded() {
        decodes = Math.min(decodes + 1, IGNORED_DECODES + 1);
    }

    private long maxDecodeNs() {
        return decodes > IGNORED_DECODES ? Units.wholeMs(decodeNs) * Units.MS : 0;
    }

    /** A frame was complete now that nobody had to ask for. */
    public void onTimestamp(long nowNs, long ticks) {
        extrapolator.update(nowNs, ticks);
    }

    /** When to show a frame, {@link #AT_ONCE} on the low-latency path. */
    public long renderNs(long nowNs, long ticks) {
        if (lowLatency()) {
            return AT_ONCE;
        }
        long completeNs = extrapolator.localTimeNs(ticks);
        return completeNs == TimestampExtrapolator.UNKNOWN ? nowNs : completeNs + heldNs();
    }

    /** The current delay inside its bounds; libwebrtc lets the maximum win where they contradict. */
    private long heldNs() {
        return Math.min(Math.max(currentNs, minNs), maxNs);
    }

    public boolean lowLatency() {
        return minNs == 0 && maxNs <= LOW_LATENCY_MAX_NS;
    }

    /** How long decoding may wait; negative when it is late. */
    public long maxWaitNs(long nowNs, long renderNs, boolean crowded) {
        if (renderNs == AT_ONCE && minNs == 0 && maxNs > 0) {
            return crowded ? 0 : Math.max(0, lastDecodeNs + MIN_PACING_NS - nowNs);
        }
        return renderNs - nowNs - maxDecodeNs() - RENDER_DELAY_NS;
    }

    public void decodeScheduled(long nowNs) {
        lastDecodeNs = nowNs;
    }

    public long targetNs() {
        return Math.max(minNs, jitterNs + maxDecodeNs() + RENDER_DELAY_NS);
    }

    /** What frames are held for now. */
    public long currentDelayNs() {
        return heldNs();
    }

    public long minPlayoutDelayNs() {
        return minNs;
    }
}
