package io.steadycast.abr.protect;

/**
 * Confined to the viewer's shard. How long viewers are told to hold media back (RTP extension playout-delay). It is raised as fast as a picture may slow down without
 * anybody calling that a freeze, and lowered slowly, after half a minute in which less would have done.
 */
final class PlayoutDelay {
    private static final double MS = 1e6;
    private static final int STEP_MS = 10;

    /** Nobody calls this a freeze: a gap between pictures while the delay rises. */
    private static final double GAP_MS = 170;

    /** A second lasts half as long again meanwhile: pictures 40 ms apart come after 60. */
    private static final double MAX_RAISE_MS_PER_S = 500;

    private static final double MIN_RAISE_MS_PER_S = 200;
    private static final double MS_PER_S = 1_000;
    private static final double LOWER_MS_PER_S = 10;
    private static final long CLEAN_NS = 30_000_000_000L;

    /** Differences that are not worth a change downwards. */
    private static final int DEAD_MS = 20;

    private double currentMs;
    private long enoughSinceNs;
    private long updatedNs = Long.MIN_VALUE;

    /** {@code frameMs} is the time between pictures, 0 for what must not be raised now. */
    void update(long nowNs, int wantedMs, double frameMs) {
        double elapsedS = updatedNs == Long.MIN_VALUE ? 0 : (nowNs - updatedNs) / MS / MS_PER_S;
        updatedNs = nowNs;
        if (wantedMs >= currentMs - (wantedMs == 0 ? 0 : DEAD_MS)) {
            enoughSinceNs = nowNs;
        }
        if (wantedMs > currentMs && frameMs > 0) {
            double raise = Math.clamp((GAP_MS - frameMs) / frameMs * MS_PER_S, MIN_RAISE_MS_PER_S, MAX_RAISE_MS_PER_S);
            currentMs = Math.min(wantedMs, currentMs + raise * elapsedS);
        } else if (nowNs - enoughSinceNs >= CLEAN_NS) {
            currentMs = Math.max(wantedMs, currentMs - LOWER_MS_PER_S * elapsedS);
        }
    }

    /** In steps of the extension. */
    int ms() {
        return (int) Math.ceil(currentMs / STEP_MS) * STEP_MS;
    }
}
