package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. Smoothed round trip from our sender reports to the viewer's report blocks (RFC 3550 section 6.4.1); before the first, what the handshake took.
 */
final class RttEstimator {
    private static final double GAIN = 0.125;
    private static final long MAX_NS = 10_000_000_000L;

    private long initialNs;
    private double smoothedNs = -1;

    RttEstimator(long initialNs) {
        this.initialNs = initialNs;
    }

    /** Better than what the configuration assumes, and worse than any sample. */
    void assume(long handshakeNs) {
        initialNs = handshakeNs;
    }

    /** Samples outside of what a session survives come from a clock jump or a lie. */
    void onSample(long rttNs) {
        if (rttNs < 0 || rttNs > MAX_NS) {
            return;
        }
        smoothedNs = smoothedNs < 0 ? rttNs : smoothedNs + GAIN * (rttNs - smoothedNs);
    }

    boolean isMeasured() {
        return smoothedNs >= 0;
    }

    long rttNs() {
        return smoothedNs < 0 ? initialNs : (long) smoothedNs;
    }
}
