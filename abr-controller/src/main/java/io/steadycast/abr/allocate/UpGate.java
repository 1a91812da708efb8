package io.steadycast.abr.allocate;

import io.steadycast.abr.profile.QualityProfile;
import java.util.Arrays;

/**
 * Confined to the viewer's shard. When a stream may go up: not while an upgrade that failed is still remembered (10 s, doubled at each failure up to a minute), and not
 * when the picture changed often enough in the last minute, by going up or coming back from that. What happens while a session finds its level does not count,
 * nor does a way down that comes more than a minute after a way up: the path became another one.
 */
final class UpGate {
    static final long FIRST_BACK_OFF_NS = 10_000_000_000L;
    static final long MAX_BACK_OFF_NS = 60_000_000_000L;
    /** A way down that comes later is a new situation and no failure. */
    static final long PROVEN_NS = 10_000_000_000L;

    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final int maxSwitches;
    private final long[] switchesNs;
    private int nextSwitch;
    private int triedOption = StreamOptions.NONE;
    private long triedNs = NEVER;
    private long wentUpNs = NEVER;
    private int blockedOption = StreamOptions.NONE;
    private long blockedUntilNs = NEVER;
    private long backOffNs;

    UpGate(QualityProfile.Layers layers) {
        maxSwitches = layers.maxSwitchesPerMinute();
        switchesNs = new long[maxSwitches];
        Arrays.fill(switchesNs, NEVER);
    }

    /** The stream goes up; {@code counted}: to another picture size, and not while the session finds its level. */
    void onUp(long nowNs, int option, boolean counted) {
        triedOption = option;
        triedNs = nowNs;
        if (counted) {
            wentUpNs = nowNs;
            count(nowNs);
        }
    }

    /** The stream had to go down. */
    void onDown(long nowNs, boolean counted) {
        boolean failed = triedNs != NEVER && nowNs - triedNs < PROVEN_NS;
        if (failed) {
            backOffNs = Math.clamp(2 * backOffNs, FIRST_BACK_OFF_NS, MAX_BACK_OFF_NS);
            blockedOption = triedOption;
            blockedUntilNs = nowNs + backOffNs;
        }
        triedNs = NEVER;
        if (counted && (failed || (wentUpNs != NEVER && nowNs - wentUpNs < MINUTE_NS))) {
            count(nowNs);
        }
    }

    /** Whatever failed or changed is not held against the next change. */
    void forget() {
        Arrays.fill(switchesNs, NEVER);
        triedNs = NEVER;
        wentUpNs = NEVER;
        blockedOption = StreamOptions.NONE;
        blockedUntilNs = NEVER;
        backOffNs = 0;
    }

    private void count(long nowNs) {
        switchesNs[nextSwitch] = nowNs;
        nextSwitch = (nextSwitch + 1) % switchesNs.length;
    }

    void onTick(long nowNs) {
        if (triedNs != NEVER && nowNs - triedNs >= PROVEN_NS) {
            triedNs = NEVER;
            if (backOffNs > 0 && triedOption == blockedOption) {
                backOffNs = 0;
                blockedOption = StreamOptions.NONE;
            }
        }
        if (blockedOption != StreamOptions.NONE && nowNs >= blockedUntilNs) {
            // The length of the back-off is kept: only an upgrade that lasts makes it forgotten.
            blockedUntilNs = NEVER;
        }
    }

    /** What failed not long ago, {@link StreamOptions#NONE} if nothing did. */
    int blockedOption(long nowNs) {
        return blockedUntilNs != NEVER && nowNs < blockedUntilNs ? blockedOption : StreamOptions.NONE;
    }

    /** Whether the picture changed so often in the last minute that another change upwards has to wait. */
    boolean isSettling(long nowNs) {
        long oldest = switchesNs[nextSwitch];
        return oldest != NEVER && nowNs - oldest < MINUTE_NS;
    }

    /** When the last upgrade is neither proven nor refuted. */
    boolean isOnTrial() {
        return triedNs != NEVER;
    }

    int maxSwitches() {
        return maxSwitches;
    }
}
