package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. When to probe, and how high (libwebrtc probe_controller.cc): at the start 3 and 6 times the start rate, twice more while a probe gets
 * through; while the sender has less to send than it may, twice the estimate every 5 s; after a large drop once to 0.85 of what was. Never while loss bounds the
 * estimate, and at most 1.5 times while that recovers.
 */
public final class ProbeController {
    private static final double[] FIRST = {3, 6};
    private static final double FURTHER = 2;
    private static final double FURTHER_ABOVE = 0.7;
    private static final double ALR_FACTOR = 2;
    private static final long ALR_EVERY_NS = 5_000_000_000L;
    private static final double DROP = 0.66;
    private static final double RECOVER = 0.85;
    private static final double RECOVERING_FACTOR = 1.5;
    private static final long RECOVERY_WINDOW_NS = 5_000_000_000L;
    private static final double UNCERTAIN = 0.05;
    private static final long ALR_ENDED_NS = 3_000_000_000L;
    private static final long RESULT_WAIT_NS = 1_000_000_000L;

    private static final int FIRST_MS = 100;
    private static final int LATER_MS = 15;
    private static final int PACKETS = 5;

    private final double startBps;
    private int initial;
    private double furtherAboveBps = Double.MAX_VALUE;
    private long askedNs = Long.MIN_VALUE;
    private long alrProbeNs = Long.MIN_VALUE;
    private double beforeDropBps;
    private long droppedNs = Long.MIN_VALUE;
    private long limitedNs = Long.MIN_VALUE;
    private long recoveryProbeNs = Long.MIN_VALUE;
    private double pendingBps = -1;

    public ProbeController(double startBps) {
        this.startBps = startBps;
    }

    public int packets() {
        return PACKETS;
    }

    public int durationMs() {
        return initial <= FIRST.length ? FIRST_MS : LATER_MS;
    }

    /** A new estimate: perhaps there is more. */
    public void onEstimate(long nowNs, double bps, double before) {
        if (bps > furtherAboveBps) {
            pendingBps = FURTHER * bps;
            furtherAboveBps = Double.MAX_VALUE;
        }
        if (bps < DROP * before) {
            beforeDropBps = before;
            droppedNs = nowNs;
        }
    }

    /** The queue of an overuse is gone: after a large drop that may have been a burst of ours, a probe tells (RequestProbe). */
    public void onRecovered(long nowNs, double bps) {
        boolean lately = limitedNs != Long.MIN_VALUE && nowNs - limitedNs < ALR_ENDED_NS;
        boolean dropped = droppedNs != Long.MIN_VALUE && nowNs - droppedNs < RECOVERY_WINDOW_NS;
        boolean again = recoveryProbeNs == Long.MIN_VALUE || nowNs - recoveryProbeNs > ALR_EVERY_NS;
        double wished = RECOVER * beforeDropBps;
        if (lately && dropped && again && (1 - UNCERTAIN) * wished > bps) {
            recoveryProbeNs = nowNs;
            droppedNs = Long.MIN_VALUE;
            pendingBps = wished;
        }
    }

    /** The rate to probe at now, -1 for none. */
    public double next(long nowNs, Situation now) {
        if (askedNs != Long.MIN_VALUE && nowNs - askedNs < RESULT_WAIT_NS / 4) {
            return -1;
        }
        limitedNs = now.appLimited() ? nowNs : limitedNs;
        double bps = wish(nowNs, now);
        if (bps <= 0 || now.loss() == LossBasedV2.State.DECREASING) {
            return -1;
        }
        if (now.loss() == LossBasedV2.State.INCREASING) {
            bps = Math.min(bps, RECOVERING_FACTOR * now.estimateBps());
        }
        bps = Math.min(bps, now.maxBps());
        if (bps <= now.estimateBps()) {
            return -1;
        }
        askedNs = nowNs;
        furtherAboveBps = bps < now.maxBps() ? FURTHER_ABOVE * bps : Double.MAX_VALUE;
        return bps;
    }

    private double wish(long nowNs, Situation now) {
        if (initial < FIRST.length) {
            return FIRST[initial++] * startBps;
        }
        if (furtherAboveBps < Double.MAX_VALUE && nowNs - askedNs > RESULT_WAIT_NS) {
            furtherAboveBps = Double.MAX_VALUE;
        }
        if (pendingBps > 0) {
            double bps = pendingBps;
            pendingBps = -1;
            initial = FIRST.length + 1;
            return bps;
        }
        initial = FIRST.length + 1;
        if (!now.appLimited()) {
            alrProbeNs = nowNs;
            return -1;
        }
        if (droppedNs != Long.MIN_VALUE
                && nowNs - droppedNs < RECOVERY_WINDOW_NS
                && nowNs - droppedNs > ALR_EVERY_NS / 5) {
            droppedNs = Long.MIN_VALUE;
            return RECOVER * beforeDropBps;
        }
        if (alrProbeNs == Long.MIN_VALUE || nowNs - alrProbeNs >= ALR_EVERY_NS) {
            alrProbeNs = nowNs;
            return ALR_FACTOR * now.estimateBps();
        }
        return -1;
    }

    /**
     * What decides about probes.
     *
     * @param estimateBps now
     * @param maxBps more is of no use
     * @param appLimited less than 65 % of the estimate is sent
     * @param loss state of the loss-based half
     */
    public record Situation(double estimateBps, double maxBps, boolean appLimited, LossBasedV2.State loss) {}
}
