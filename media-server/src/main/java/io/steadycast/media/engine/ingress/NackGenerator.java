package io.steadycast.media.engine.ingress;

import java.util.Arrays;

/**
 * Confined to its shard. The holes in one encoding: when each is asked for, how often, and when it is given up. Holes are kept by number in a window of
 * fixed size, so nothing is searched and nothing grows.
 */
final class NackGenerator {
    private static final int WINDOW = 1_024;
    private static final int MASK = WINDOW - 1;
    private static final long NO_HOLE = -1;

    /** Given up between two ticks and not looked at yet; more count as one long gap. */
    private static final int GIVEN_UP_BOUND = 64;

    /** ADAPTATION 3.11: repeated every 1.0 to 1.5 RTT; the wait grows by a quarter of an RTT with each try. */
    private static final int MAX_EXTRA_QUARTERS = 2;

    private static final long MIN_REPEAT_NS = 20_000_000L;

    private final IngressConfig.Repair config;
    private final boolean enabled;
    private final long[] holes = new long[WINDOW];
    private final long[] sinceNs = new long[WINDOW];
    private final long[] askedNs = new long[WINDOW];
    private final byte[] tries = new byte[WINDOW];
    private long highest = -1;
    private long lowest = Long.MAX_VALUE;
    private int missing;
    private long asked;
    private long abandoned;
    private final long[] givenUp = new long[GIVEN_UP_BOUND];
    private int givenUpCount;
    private long gapEnd = NO_HOLE;

    /** @param enabled false: holes only wait for reordering, nothing is asked for */
    NackGenerator(IngressConfig.Repair config, boolean enabled) {
        this.config = config;
        this.enabled = enabled;
        Arrays.fill(holes, NO_HOLE);
    }

    /** A packet came by itself. */
    void onPacket(long nowNs, long extSeq) {
        if (highest < 0) {
            highest = extSeq;
        } else if (extSeq > highest) {
            long gap = extSeq - highest - 1;
            if (gap + missing > config.maxMissing()) {
                giveUpAll(extSeq - 1);
            } else if (gap > 0) {
                open(nowNs, highest + 1, extSeq);
            }
            highest = extSeq;
            giveUpBelow(extSeq - MASK);
        } else {
            fill(extSeq);
        }
    }

    /** A retransmission brought it. Returns the time it took if it was asked for exactly once (Karn's rule), or -1. */
    long onRepaired(long nowNs, long extSeq) {
        int slot = (int) extSeq & MASK;
        boolean askedOnce = extSeq <= highest && holes[slot] == extSeq && tries[slot] == 1;
        long elapsedNs = askedOnce ? nowNs - askedNs[slot] : -1;
        fill(extSeq);
        return elapsedNs;
    }

    /** The sender starts over: what is missing before {@code extSeq} was never sent. */
    void onRestart(long extSeq) {
        forgetBelow(Long.MAX_VALUE);
        highest = extSeq - 1;
    }

    private void open(long nowNs, long from, long to) {
        giveUpBelow(to - MASK);
        for (long seq = from; seq < to; seq++) {
            int slot = (int) seq & MASK;
            holes[slot] = seq;
            sinceNs[slot] = nowNs;
            tries[slot] = 0;
        }
        missing += (int) (to - from);
        lowest = Math.min(lowest, from);
    }

    private void fill(long extSeq) {
        int slot = (int) extSeq & MASK;
        if (extSeq >= 0 && holes[slot] == extSeq) {
            holes[slot] = NO_HOLE;
            missing--;
            advanceLowest();
        }
    }

    private void giveUpAll(long lastMissing) {
        abandoned += missing;
        gapEnd = lastMissing;
        forgetBelow(Long.MAX_VALUE);
    }

    private void giveUpBelow(long extSeq) {
        while (missing > 0 && lowest < extSeq) {
            giveUp(lowest);
        }
    }

    private void giveUp(long extSeq) {
        abandoned++;
        if (givenUpCount < GIVEN_UP_BOUND) {
            givenUp[givenUpCount++] = extSeq;
        } else {
            gapEnd = Math.max(gapEnd, extSeq);
        }
        fill(extSeq);
    }

    private void forgetBelow(long extSeq) {
        while (missing > 0 && lowest < extSeq) {
            holes[(int) lowest & MASK] = NO_HOLE;
            missing--;
            advanceLowest();
        }
    }

    private void advanceLowest() {
        if (missing == 0) {
            lowest = Long.MAX_VALUE;
            return;
        }
        while (holes[(int) lowest & MASK] != lowest) {
            lowest++;
        }
    }

    /** Fills {@code into} with the numbers that are due now, in ascending order; returns how many. Gives up what is too old. */
    int due(long nowNs, long rttNs, long[] into) {
        int count = 0;
        long seq = lowest;
        for (int left = missing; left > 0; seq++) {
            int slot = (int) seq & MASK;
            if (holes[slot] != seq) {
                continue;
            }
            left--;
            if (hopeless(nowNs, rttNs, slot)) {
                giveUp(seq);
            } else if (count < into.length && isDue(nowNs, rttNs, slot)) {
                into[count++] = seq;
                askedNs[slot] = nowNs;
                tries[slot]++;
            }
        }
        asked += count;
        return count;
    }

    private boolean hopeless(long nowNs, long rttNs, int slot) {
        long ageNs = nowNs - sinceNs[slot];
        if (!enabled) {
            return ageNs >= 3 * config.reorderNs();
        }
        return ageNs >= config.deadlineNs()
                || (tries[slot] >= config.maxTries() && nowNs - askedNs[slot] >= repeatNs(rttNs, tries[slot]));
    }

    private boolean isDue(long nowNs, long rttNs, int slot) {
        int n = tries[slot];
        if (!enabled || n >= config.maxTries()) {
            return false;
        }
        return n == 0 ? nowNs - sinceNs[slot] >= config.reorderNs() : nowNs - askedNs[slot] >= repeatNs(rttNs, n);
    }

    private static long repeatNs(long rttNs, int triesSoFar) {
        long extra = rttNs / 4 * Math.min(triesSoFar - 1, MAX_EXTRA_QUARTERS);
        return Math.max(MIN_REPEAT_NS, rttNs + extra);
    }

    /** Up to here every number came or was given up. */
    long settled() {
        return missing == 0 ? highest : lowest - 1;
    }

    int missing() {
        return missing;
    }

    long asked() {
        return asked;
    }

    long abandoned() {
        return abandoned;
    }

    /** Numbers that were given up one by one since {@link #clearGivenUp}. */
    int givenUpCount() {
        return givenUpCount;
    }

    long givenUp(int index) {
        return givenUp[index];
    }

    /** The last number of a gap since then that was too long to be repaired, -1 if there was none: only a keyframe helps. */
    long gapEnd() {
        return gapEnd;
    }

    void clearGivenUp() {
        givenUpCount = 0;
        gapEnd = NO_HOLE;
    }
}
