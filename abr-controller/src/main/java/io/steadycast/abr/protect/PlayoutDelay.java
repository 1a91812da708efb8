package io.steadycast.abr.protect;

import io.steadycast.abr.control.Plan;
import java.util.Arrays;

/**
 * Confined to the viewer's shard. How long viewers are told to hold media back (RTP extension playout-delay). It is raised as fast as a picture may slow down without
 * anybody calling that a freeze, and lowered slowly, after half a minute in which less would have done.
 */
final class PlayoutDelay {
    private static final double MS = 1e6;
    private static final double MS_PER_S = 1_000;
    static final int STEP_MS = 10;

    /** Above the minimum, so that a receiver's own estimate has room. */
    private static final int ROOM_MS = 500;

    /** A maximum of 500 ms or less beside a minimum of 0 selects another renderer (libwebrtc's timing.cc). */
    private static final int MIN_MAX_MS = 1_000;

    /** Nobody calls this a freeze: a gap between pictures while the delay rises. */
    private static final double GAP_MS = 170;

    /**
     * What is held while nothing is shown. A receiver shows its first picture as soon as it is whole, and only the second one waits: it does so for less than a freeze.
     */
    private static final int FIRST_MS = 130;

    /** A second lasts twice as long meanwhile: pictures 40 ms apart come after 80. */
    private static final double MAX_RAISE = 0.5;

    private static final double MIN_RAISE = 0.1;
    private static final double LOWER_MS_PER_S = 10;

    /** What was held on an assumption goes sooner: nobody minds a fifth faster for a moment. */
    private static final double FORGET_MS_PER_S = 200;

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
    private boolean wasAssumed;
    private boolean forgetting;
    private int part;
    private long partNs = Long.MIN_VALUE;
    private long updatedNs;

    /**
     * What is wanted, which counts for no longer than now while it is only {@code assumed}; {@code frameMs} is the time between pictures, 0 for what must not be raised
     * now; {@code shown}: there is a first picture.
     */
    void update(long nowNs, int wantedMs, boolean assumed, double frameMs, boolean shown) {
        if (partNs == Long.MIN_VALUE) {
            partNs = nowNs;
            updatedNs = nowNs;
            Arrays.fill(mostMs, Integer.MAX_VALUE);
            mostMs[0] = 0;
        }
        double elapsedS = (nowNs - updatedNs) / MS / MS_PER_S;
        updatedNs = nowNs;
        int believedMs = believed(nowNs, wantedMs);
        if (assumed || wasAssumed) {
            Arrays.fill(mostMs, 0);
            forgetting = true;
        }
        wasAssumed = assumed;
        remember(nowNs, believedMs);
        if (!shown && currentMs <= FIRST_MS) {
            currentMs = Math.min(wantedMs, FIRST_MS);
        } else if (believedMs > currentMs && frameMs > 0) {
            // Each picture comes later by what the delay grew since the one before: frameMs becomes frameMs / (1 -
            // raise).
            double raise = Math.clamp(1 - frameMs / GAP_MS, MIN_RAISE, MAX_RAISE);
            currentMs = Math.min(believedMs, currentMs + (shown ? raise * elapsedS * MS_PER_S : 0));
        } else {
            int enoughMs = enough();
            if (enoughMs == 0 || enoughMs < currentMs - DEAD_MS) {
                currentMs = Math.max(enoughMs, currentMs - (forgetting ? FORGET_MS_PER_S : LOWER_MS_PER_S) * elapsedS);
            } else {
                forgetting = assumed;
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

    /** Has viewers told to hold media back for so long. */
    static void tell(Plan plan, int ms) {
        plan.minPlayoutDelayMs = ms;
        plan.maxPlayoutDelayMs = Math.max(MIN_MAX_MS, ms + ROOM_MS);
    }

    /**
     * The same, and for no longer than {@code mostMs} whatever the receiver thinks: libwebrtc's adds up to 200 ms of its own once three frames were asked for again
     * (jitter_estimator.cc), which is all that there is where nobody may wait for long.
     */
    static void tell(Plan plan, int ms, int mostMs) {
        if (mostMs >= ROOM_MS) {
            tell(plan, ms);
            return;
        }
        plan.minPlayoutDelayMs = Math.max(ms, STEP_MS);
        plan.maxPlayoutDelayMs = Math.max(plan.minPlayoutDelayMs, mostMs);
    }

    /** In steps of the extension. */
    int ms() {
        return (int) Math.ceil(currentMs / STEP_MS) * STEP_MS;
    }
}
