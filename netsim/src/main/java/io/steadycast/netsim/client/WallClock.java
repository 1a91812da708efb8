package io.steadycast.netsim.client;

import java.time.Instant;

/**
 * Any thread. Nanoseconds since 1970 that never go back: the wall clock at the start, and the monotonic one from there on. Two processes on one machine agree, so that
 * the capture times in a synthetic host's packets tell one-way latency; between machines the error is that of their clocks.
 */
final class WallClock {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int LOOKS = 5;

    private final long offsetNs;

    WallClock() {
        offsetNs = offset();
    }

    /** Of several looks the one that took the shortest, lest a pause between the two clocks shifts them. */
    private static long offset() {
        long bestNs = Long.MAX_VALUE;
        long offset = 0;
        for (int i = 0; i < LOOKS; i++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long took = System.nanoTime() - before;
            if (took < bestNs) {
                bestNs = took;
                offset = wall.getEpochSecond() * SECOND_NS + wall.getNano() - (before + took / 2);
            }
        }
        return offset;
    }

    long nowNs() {
        return System.nanoTime() + offsetNs;
    }
}
