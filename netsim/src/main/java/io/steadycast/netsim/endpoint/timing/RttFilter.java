package io.steadycast.netsim.endpoint.timing;

import java.util.Arrays;

/** Confined to its endpoint. A round trip that neither jumps nor drifts unnoticed (modules/video_coding/timing/rtt_filter.cc@bb9331cf). */
final class RttFilter {
    private static final long MAX_RTT_NS = 3_000 * Units.MS;
    private static final int MAX_COUNT = 35;
    private static final double JUMP_DEVIATIONS = 2.5;
    private static final double DRIFT_DEVIATIONS = 3.5;
    private static final int SHORT = 5;

    private boolean started;
    private double averageNs;
    private double varianceMs2;
    private long maxNs;
    private int count = 1;
    private final long[] jumps = new long[SHORT];
    private final long[] drifts = new long[SHORT];
    private int jumpCount;
    private int driftCount;
    private boolean jumpedUp;

    long rttNs() {
        return (long) averageNs;
    }

    void reset() {
        started = false;
        averageNs = 0;
        varianceMs2 = 0;
        maxNs = 0;
        count = 1;
        jumpCount = 0;
        driftCount = 0;
    }

    void update(long sampleNs) {
        if (!started && sampleNs == 0) {
            return;
        }
        started = true;
        long rttNs = Math.min(sampleNs, MAX_RTT_NS);
        double keep = count > 1 ? (count - 1.0) / count : 0;
        count = Math.min(count + 1, MAX_COUNT);
        double oldAverage = averageNs;
        double oldVariance = varianceMs2;
        averageNs = keep * averageNs + (1 - keep) * rttNs;
        double deltaMs = Units.wholeMs((long) (rttNs - averageNs));
        varianceMs2 = Math.floor(keep * varianceMs2 + (1 - keep) * deltaMs * deltaMs);
        maxNs = Math.max(rttNs, maxNs);
        if (isJump(rttNs)) {
            averageNs = oldAverage;
            varianceMs2 = oldVariance;
        } else {
            followDrift(rttNs);
        }
    }

    /** A jump that is not believed yet. */
    private boolean isJump(long rttNs) {
        double difference = averageNs - rttNs;
        if (Math.abs(difference) <= JUMP_DEVIATIONS * Math.sqrt(varianceMs2) * Units.MS) {
            jumpCount = 0;
            return false;
        }
        boolean up = difference >= 0;
        if (jumpCount > 0 && up != jumpedUp) {
            jumpCount = 0;
        }
        jumps[jumpCount++] = rttNs;
        jumpedUp = up;
        if (jumpCount < SHORT) {
            return true;
        }
        restart(jumps);
        jumpCount = 0;
        return false;
    }

    private void followDrift(long rttNs) {
        if (maxNs - averageNs <= DRIFT_DEVIATIONS * Math.sqrt(varianceMs2) * Units.MS) {
            driftCount = 0;
            return;
        }
        drifts[driftCount++] = rttNs;
        if (driftCount == SHORT) {
            restart(drifts);
            driftCount = 0;
        }
    }

    private void restart(long[] samples) {
        maxNs = Arrays.stream(samples).max().orElse(0);
        averageNs = Arrays.stream(samples).sum() / (double) SHORT;
        count = SHORT + 1;
    }
}
