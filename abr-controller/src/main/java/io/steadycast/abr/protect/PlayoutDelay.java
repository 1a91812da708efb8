package io.steadycast.abr.protect;

import java.util.Arrays;

/**
 * Confined to the viewer's shard. How long viewers are told to hold media back (RTP extension playout-delay). It is raised as fast as a picture may slow down without
 * anybody calling that a freeze, and lowered slowly, after half a minute in which less would have done.
 */
final class PlayoutDelay {
    private static final double MS = 1e6;
    private static final double MS_PER_S = 1_000;
    private static final int STEP_MS = 10;

    /** Nobody calls this a freeze: a gap between pictures while the delay rises. */
    private static final double GAP_MS = 170;

    /** A second lasts half as long again meanwhile: pictures 40 ms apart come after 60. */
    private static final double MAX_RAISE_MS_PER_S = 500;

    private static final double MIN_RAISE_MS_PER_S = 200;
    private static final double LOWER_MS_PER_S = 10;

    /** What is wanted for a shorter time than this, after something else was held, is not believed. */
    private static final long BELIEVED_NS = 1_000_000_000L;

    /** At least half a minute in which less would have done, in parts of which each remembers the most that was wanted. */
    private static final int PARTS = 7;

    private static final long PART_NS = 5_000_000_000L;

    /** Differences that are not worth a change. */
    private static final int DEAD_MS = 20;

    private final int[] mostMs = new int[PARTS];
    private double currentMs;
    private long enoughNs;
    private boolean rising;
    private int part;
    private long partNs = Long.MIN_VALUE;
    private long updatedNs;

    /** {@code frameMs} is the time between pictures, 0 for what must not be raised now. */
    void update(long nowNs, int wantedMs, double frameMs) {
        if (partNs == Long.MIN_VALUE) {
            partNs = nowNs;
            updatedNs = nowNs;
            Arrays.fill(mostMs, Integer.MAX_VALUE);
            mostMs[0] = 0;
        }
        double elapsedS = (nowNs - updatedNs) / MS / MS_PER_S;
        updatedNs = nowNs;
        int believedMs = believed(nowNs, wantedMs);
        remember(nowNs, believedMs);
        if (believedMs > currentMs && frameMs > 0) {
            double raise = Math.clamp((GAP_MS - frameMs) / frameMs * MS_PER_S, MIN_RAISE_MS_PER_S, MAX_RAISE_MS_PER_S);
            currentMs = Math.min(believedMs, currentMs + raise * elapsedS);
        } else {
            int enoughMs = enough();
            if (enoughMs == 0 || enoughMs < currentMs - DEAD_MS) {
                currentMs = Math.max(enoughMs, currentMs - LOWER_MS_PER_S * elapsedS);
            }
        }
    }

    /** More than is held counts once it was wanted without a break for a while, but at once where nothing is held. */
    private int believed(long nowNs, int wantedMs) {
        if (wantedMs <= currentMs + DEAD_MS) {
            enoughNs = nowNs;
            rising = false;
        }
        rising |= currentMs < DEAD_MS || nowNs - enoughNs >= BELIEVED_NS;
        return rising ? wantedMs : (int) Math.min(wantedMs, currentMs);
    }

    private void remember(long nowNs, int wantedMs) {
        if (nowNs - partNs >= PART_NS) {
            partNs = nowNs;
            part = (part + 1) % PARTS;
            mostMs[part] = 0;
        }
        mostMs[part] = Math.max(mostMs[part], wantedMs);
    }

    private int enough() {
        int most = 0;
        for (int each : mostMs) {
            most = Math.max(most, each);
        }
        return most;
    }

    /** In steps of the extension. */
    int ms() {
        return (int) Math.ceil(currentMs / STEP_MS) * STEP_MS;
    }
}
