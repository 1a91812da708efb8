package io.steadycast.abr.protect;

import io.steadycast.abr.control.Plan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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

    /** Nobody calls this a freeze, even if two pictures of upper layers in a row do not come: pictures so far apart while the delay rises. */
    private static final double GAP_MS = 60;

    /**
     * What is held while nothing is shown. A receiver shows its first picture as soon as it is whole, and only the second one waits: it comes before anybody calls that a
     * freeze.
     */
    private static final int FIRST_GAP_MS = 185;

    private static final int LEAST_FIRST_MS = 30;
    private static final int MOST_FIRST_MS = 130;

    /** Pictures of a replay leave close together. */
    private static final double MAX_RAISE = 1;

    /**
     * What waits behind a base frame that is sent again has its delay taken in all at once, when that comes (libwebrtc's video_receive_stream2.cc takes it from frames
     * whose references are there): the delay rises by no more in a round.
     */
    private static final double JUMP_MS = 110;

    private static final double MIN_RAISE = 0.1;

    /** Between two looks; more is another source. */
    private static final double MAX_PASSED_MS = 300;

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

    private static final double UNKNOWN = -1;

    private final int[] mostMs = new int[PARTS];
    private double currentMs;
    private double frameMs;
    private double clockMs = UNKNOWN;
    private long enoughNs;
    private boolean rising;
    private boolean wasAssumed;
    private boolean forgetting;
    private int part;
    private long partNs = Long.MIN_VALUE;
    private long updatedNs;

    /** Pictures are captured so far apart. */
    void pictureMs(double everyMs) {
        frameMs = everyMs;
    }

    /**
     * What is wanted, which counts for no longer than now while it is only {@code assumed}; {@code pictures} is null for a viewer that is not told.
     */
    void update(long nowNs, int wantedMs, boolean assumed, int roundMs, @Nullable PictureClock pictures) {
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
        double raisableMs = pictures == null ? 0 : raisableMs(roundMs, pictures);
        if (pictures != null && pictures.gapMs == 0) {
            currentMs = Math.min(wantedMs, Math.clamp((long) (FIRST_GAP_MS - frameMs), LEAST_FIRST_MS, MOST_FIRST_MS));
        } else if (believedMs > currentMs && pictures != null) {
            currentMs = Math.min(believedMs, currentMs + raisableMs);
        } else {
            int enoughMs = enough();
            if (enoughMs == 0 || enoughMs < currentMs - DEAD_MS) {
                currentMs = Math.max(enoughMs, currentMs - (forgetting ? FORGET_MS_PER_S : LOWER_MS_PER_S) * elapsedS);
            } else {
                forgetting = assumed;
            }
        }
    }

    /** Each picture comes later by what the delay grew since the one before: the gap between them becomes 1 + raise times as long. */
    private double raisableMs(int roundMs, PictureClock pictures) {
        double passedMs = clockMs == UNKNOWN ? 0 : Math.clamp(pictures.clockMs - clockMs, 0, MAX_PASSED_MS);
        clockMs = pictures.clockMs;
        if (pictures.gapMs == 0) {
            return 0;
        }
        double raise = Math.min(GAP_MS / pictures.gapMs - 1, JUMP_MS / roundMs);
        return passedMs * Math.clamp(raise, MIN_RAISE, MAX_RAISE);
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
