package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. How much more a path is taken to carry while what may be sent is sent and nothing waits: in the start doubling; then by so much a second
 * near the rate that last was too high, and ever faster the longer it stays calm. Never far beyond what is seen to be carried.
 */
final class Growth {
    /** The first guess is over. */
    static final long STARTED = -1;

    private static final double NS_PER_SECOND = 1e9;
    private static final double ADDED_BPS = 40_000;
    private static final double ADDED_SHARE = 0.08;

    /** Of little, a share is next to nothing: audio alone would be all for long after an estimate fell too far. */
    private static final double LEAST_ADDED_BPS = 12_000;

    private static final double MOST_SHARE = 0.35;
    private static final double CALM_S = 1.5;
    private static final double DOUBLING_S = 0.8;
    private static final double HEADROOM = 1.2;
    private static final double START_HEADROOM = 1.6;
    private static final double PLUS_BPS = 20_000;
    private static final double START_DOUBLING_S = 0.3;
    private static final double SUSTAINED_HEADROOM = 1.3;
    private static final long SUSTAINED_NS = 1_000_000_000L;

    private final RateMeter rate;
    private double calmS;

    Growth(RateMeter rate) {
        this.rate = rate;
    }

    /** Something waits, or just did: it begins slowly again. */
    void pause() {
        calmS = 0;
    }

    /** After so many calm seconds more; {@code roundNs}: a round trip while the first guess grows, else {@link #STARTED}. */
    double next(double capacityBps, double seconds, long roundNs) {
        calmS += seconds;
        if (roundNs != STARTED) {
            double doublings = seconds / (START_DOUBLING_S + roundNs / NS_PER_SECOND);
            return Math.min(capacityBps * Math.pow(2, doublings), START_HEADROOM * rate.sentBps() + PLUS_BPS);
        }
        double added = Math.clamp(ADDED_SHARE * capacityBps, LEAST_ADDED_BPS, ADDED_BPS);
        double most = Math.max(MOST_SHARE * capacityBps, ADDED_BPS);
        double faster = Math.min(added * Math.pow(2, Math.max(0, calmS - CALM_S) / DOUBLING_S), most);
        return Math.min(capacityBps + seconds * Math.max(added, faster), mostBps());
    }

    /** What a path may carry that carries what is sent; a large picture alone is no proof. */
    double mostBps() {
        double sustained = rate.sentBps(SUSTAINED_NS);
        double most = HEADROOM * rate.sentBps();
        return (sustained < 0 ? most : Math.min(most, SUSTAINED_HEADROOM * sustained)) + PLUS_BPS;
    }
}
