package io.steadycast.abr.protect;

/**
 * Confined to the viewer's shard. How long viewers are told to hold media back (RTP extension playout-delay). It is raised as fast as a picture may slow down without
 * anybody calling that a freeze, and lowered slowly, after half a minute in which less would have done.
 */
final class PlayoutDelay {
    private static final double MS = 1e6;
    private static final int STEP_MS = 10;

    /** A second lasts so much longer meanwhile: pictures 40 ms apart come after 48. */
    private static final double RAISE_MS_PER_S = 200;

    private static final double LOWER_MS_PER_S = 10;
    private static final long CLEAN_NS = 30_000_000_000L;

    /** Differences that are not worth a change downwards. */
    private static final int DEAD_MS = 20;

    private double currentMs;
    private long enoughSinceNs;
    private long updatedNs = Long.MIN_VALUE;

    void update(long nowNs, int wantedMs, boolean mayRaise) {
        double elapsedS = updatedNs == Long.MIN_VALUE ? 0 : (nowNs - updatedNs) / MS / 1_000;
        updatedNs = nowNs;
        if (wantedMs >= currentMs - (wantedMs == 0 ? 0 : DEAD_MS)) {
            enoughSinceNs = nowNs;
        }
        if (wantedMs > currentMs && mayRaise) {
            currentMs = Math.min(wantedMs, currentMs + RAISE_MS_PER_S * elapsedS);
        } else if (nowNs - enoughSinceNs >= CLEAN_NS) {
            currentMs = Math.max(wantedMs, currentMs - LOWER_MS_PER_S * elapsedS);
        }
    }

    /** In steps of the extension. */
    int ms() {
        return (int) Math.ceil(currentMs / STEP_MS) * STEP_MS;
    }
}
