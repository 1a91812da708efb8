package io.steadycast.media.engine.ingress;

/** Confined to its shard. Round trip to the publisher: from DLRR (RFC 3611 section 4.5) where it answers, else from NACK to retransmission. */
final class RttEstimator {
    private static final long INITIAL_NS = 100_000_000L;
    private static final long MAX_NS = 5_000_000_000L;
    private static final int SMOOTHING = 8;

    private long smoothedNs = -1;
    private boolean hasReport;

    void onReport(long sampleNs) {
        if (sampleNs < 0 || sampleNs > MAX_NS) {
            return;
        }
        if (!hasReport) {
            // The first exact sample replaces what NACKs guessed.
            hasReport = true;
            smoothedNs = sampleNs;
        } else {
            smooth(sampleNs);
        }
    }

    /** It includes the publisher's pacing, so it only counts as long as there is no report. */
    void onRetransmission(long sampleNs) {
        if (!hasReport && sampleNs >= 0 && sampleNs <= MAX_NS) {
            smooth(sampleNs);
        }
    }

    private void smooth(long sampleNs) {
        smoothedNs = smoothedNs < 0 ? sampleNs : smoothedNs + (sampleNs - smoothedNs) / SMOOTHING;
    }

    /** A careful guess before the first sample. */
    long rttNs() {
        return smoothedNs < 0 ? INITIAL_NS : smoothedNs;
    }

    boolean known() {
        return smoothedNs >= 0;
    }
}
