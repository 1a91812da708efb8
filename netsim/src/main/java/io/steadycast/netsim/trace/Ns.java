package io.steadycast.netsim.trace;

/** Nanoseconds out of other units. */
final class Ns {
    static final long SECOND = 1_000_000_000L;

    private Ns() {}

    static long ofMs(double ms) {
        return Math.round(ms * 1e6);
    }

    static long ofSeconds(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
