package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. Round trip, its deviation and the rhythm of feedback. A sample is the age of the newest packet that a feedback reports as received:
 * there are ten a second of them, where receiver reports bring one. Smoothed as RFC 6298 section 2.
 */
final class RoundTrip {
    private static final double GAIN = 0.125;
    private static final double DEVIATION_GAIN = 0.25;
    private static final double INTERVAL_GAIN = 0.1;
    private static final long MAX_NS = 10_000_000_000L;
    private static final long MAX_INTERVAL_NS = 2_000_000_000L;
    private static final long FIRST_INTERVAL_NS = 100_000_000L;
    private static final double MEAN_TO_STANDARD = 1.25;

    /** Of what was counted before a feedback, so that about the last forty count. */
    private static final double KEPT = 0.975;

    /** As many feedbacks are taken for heard before the first one. */
    private static final double PRIOR = 1;

    private double smoothedNs = -1;
    private double deviationNs;
    private double intervalNs = FIRST_INTERVAL_NS;
    private long feedbackNs = Long.MIN_VALUE;
    private double heard = PRIOR;
    private double missed;
    private long missedBefore;

    /** {@code missedSoFar}: feedbacks that got lost. */
    void onFeedback(long nowNs, long missedSoFar) {
        double kept = Math.pow(KEPT, 1 + (double) Math.max(0, missedSoFar - missedBefore));
        heard = kept * heard + 1;
        missed = Math.max(0, kept * missed + missedSoFar - missedBefore);
        missedBefore = missedSoFar;
        if (feedbackNs != Long.MIN_VALUE) {
            intervalNs += INTERVAL_GAIN * (Math.min(nowNs - feedbackNs, MAX_INTERVAL_NS) - intervalNs);
        }
        feedbackNs = nowNs;
    }

    void onSample(long sampleNs) {
        if (sampleNs < 0 || sampleNs > MAX_NS) {
            return;
        }
        if (smoothedNs < 0) {
            smoothedNs = sampleNs;
            deviationNs = sampleNs / 4.0;
            return;
        }
        double error = sampleNs - smoothedNs;
        deviationNs += DEVIATION_GAIN * (Math.abs(error) - deviationNs);
        smoothedNs += GAIN * error;
    }

    /** Share of feedbacks that got lost lately. */
    double feedbackLoss() {
        return missed / (heard + missed);
    }

    boolean known() {
        return smoothedNs >= 0;
    }

    long rttNs() {
        return (long) smoothedNs;
    }

    long deviationNs() {
        return (long) (MEAN_TO_STANDARD * deviationNs);
    }

    long intervalNs() {
        return (long) intervalNs;
    }
}
