package io.steadycast.abr.estimate;

import java.util.Arrays;

/** Confined to the viewer's shard. The least one-way delay of the last 20 seconds, but for an unknown constant: what is above it waits in queues. */
final class BaseDelay {
    private static final int SPANS = 10;
    private static final long SPAN_NS = 2_000_000_000L;
    private static final long NOTHING = Long.MAX_VALUE;

    private final long[] leastNs = new long[SPANS];
    private int current;
    private long spanNs = Long.MIN_VALUE;
    private long baseNs = NOTHING;

    BaseDelay() {
        Arrays.fill(leastNs, NOTHING);
    }

    boolean known() {
        return baseNs != NOTHING;
    }

    long baseNs() {
        return baseNs;
    }

    void onDelay(long nowNs, long delayNs) {
        if (spanNs == Long.MIN_VALUE) {
            spanNs = nowNs;
        }
        // What was silent for longer than the memory starts anew after one round.
        for (int i = 0; i < SPANS && nowNs - spanNs >= SPAN_NS; i++) {
            current = (current + 1) % SPANS;
            leastNs[current] = NOTHING;
            spanNs += SPAN_NS;
            recompute();
        }
        if (nowNs - spanNs >= SPAN_NS) {
            spanNs = nowNs;
        }
        leastNs[current] = Math.min(leastNs[current], delayNs);
        baseNs = Math.min(baseNs, delayNs);
    }

    /** The path became longer: what was before does not count. */
    void restart(long nowNs, long delayNs) {
        Arrays.fill(leastNs, NOTHING);
        leastNs[current] = delayNs;
        baseNs = delayNs;
        spanNs = nowNs;
    }

    private void recompute() {
        baseNs = NOTHING;
        for (long least : leastNs) {
            baseNs = Math.min(baseNs, least);
        }
    }
}
