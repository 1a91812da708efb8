package io.steadycast.media.engine.egress;

/** Confined to its shard. A budget of bytes that fills with time; one packet may overdraw it, so that a small budget never blocks for good. */
final class TokenBucket {
    private static final double NS_PER_SECOND = 1e9;

    private static final double MAX_DEBT_S = 0.25;

    private final int burstMs;
    private final int minBurstBytes;
    private double rateBps;
    private double bytes;
    private long filledNs = Long.MIN_VALUE;

    TokenBucket(long rateBps, int burstMs, int minBurstBytes) {
        this.burstMs = burstMs;
        this.minBurstBytes = minBurstBytes;
        this.rateBps = rateBps;
    }

    void rate(double newRateBps) {
        rateBps = newRateBps;
    }

    double rateBps() {
        return rateBps;
    }

    boolean admits(long nowNs) {
        double burst = Math.max(minBurstBytes, rateBps / 8 * burstMs / 1_000);
        if (filledNs == Long.MIN_VALUE) {
            bytes = burst;
        } else if (nowNs > filledNs) {
            bytes = Math.min(burst, bytes + (nowNs - filledNs) / NS_PER_SECOND * rateBps / 8);
        }
        filledNs = Math.max(nowNs, filledNs);
        return bytes > 0;
    }

    /** Live media may overdraw; the debt is bounded, so that what waits gets its turn when the media goes down. */
    void spend(int spentBytes) {
        double debt = minBurstBytes + rateBps / 8 * MAX_DEBT_S;
        bytes = Math.max(bytes - spentBytes, -debt);
    }
}
