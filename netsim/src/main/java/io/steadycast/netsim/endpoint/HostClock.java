package io.steadycast.netsim.endpoint;

/** Immutable. The clock of a host: another epoch than ours, and a crystal of its own. */
final class HostClock {
    private static final long EPOCH_NS = 3_900_000_000L * 1_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final long startNs;
    private final double rate;

    HostClock(long startNs, double driftPpm) {
        this.startNs = startNs;
        this.rate = driftPpm / 1e6;
    }

    /** Time since the start by this clock. */
    long elapsedNs(long nowNs) {
        long trueNs = nowNs - startNs;
        return trueNs + Math.round(trueNs * rate);
    }

    /** When this clock shows so much since the start. */
    long trueNs(long elapsedNs) {
        return startNs + Math.round(elapsedNs / (1 + rate));
    }

    /** Nanoseconds since 1900. */
    long readNs(long nowNs) {
        return EPOCH_NS + elapsedNs(nowNs);
    }

    static long ntpOf(long clockNs) {
        long seconds = clockNs / SECOND_NS;
        long fraction = ((clockNs % SECOND_NS) << 32) / SECOND_NS;
        return seconds << 32 | fraction;
    }

    static long nsOfNtp(long ntp) {
        return (ntp >>> 32) * SECOND_NS + (((ntp & 0xFFFF_FFFFL) * SECOND_NS) >>> 32);
    }
}
