package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. The rate that a policer leaves, and for how long it is kept to. A bucket that is full lets more through for seconds, so neither a probe
 * nor a while of use says that a policer is gone; going above its rate costs pictures. So it is kept to for a minute, and each time that the same policer is met
 * again for twice as long (BBR keeps to its long-term bandwidth, lt_bw, for 48 round trips: draft-cardwell-iccrg-bbr-congestion-control-00, section 4.5).
 */
final class PolicedRate {
    private static final long FIRST_HOLD_NS = 60_000_000_000L;
    private static final long MOST_HOLD_NS = 600_000_000_000L;
    /** As BBR, to take two rates for the same. */
    private static final double SAME = 0.125;
    /** The rest fills the bucket, from which keyframes and repair are paid. */
    private static final double KEPT = 0.95;

    private double tokenBps;
    private long holdNs = FIRST_HOLD_NS;
    private long untilNs;
    private boolean kept;

    /** Its losses were found. */
    void found(long nowNs, double bps) {
        boolean same = Math.abs(bps - tokenBps) <= SAME * tokenBps;
        if (kept) {
            // Found while it is kept to: it leaves less than it was taken for, or this is still of before.
            tokenBps = Math.min(tokenBps, bps);
        } else {
            holdNs = same ? Math.min(2 * holdNs, MOST_HOLD_NS) : FIRST_HOLD_NS;
            tokenBps = bps;
        }
        kept = true;
        untilNs = nowNs + holdNs;
    }

    void onTime(long nowNs) {
        kept &= nowNs < untilNs;
    }

    boolean isKept() {
        return kept;
    }

    /** What may be sent: anything while it is not kept to. */
    double bps() {
        return kept ? KEPT * tokenBps : Double.MAX_VALUE;
    }
}
