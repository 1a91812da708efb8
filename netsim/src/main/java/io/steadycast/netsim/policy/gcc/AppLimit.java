package io.steadycast.netsim.policy.gcc;

/** Confined to its session. Whether the sender has less to send than it may: below 65 % of the estimate over half a second (libwebrtc alr_detector.cc). */
public final class AppLimit {
    private static final double BELOW = 0.65;
    private static final long WINDOW_NS = 500_000_000L;
    private static final double NS_PER_SECOND = 1e9;

    private long startNs = Long.MIN_VALUE;
    private long startBytes;
    private double sentBps;
    private boolean limited;

    /** With all bytes sent so far. */
    public void onTick(long nowNs, long sentBytes, double estimateBps) {
        if (startNs == Long.MIN_VALUE) {
            startNs = nowNs;
            startBytes = sentBytes;
        }
        if (nowNs - startNs >= WINDOW_NS) {
            sentBps = (sentBytes - startBytes) * 8 / ((nowNs - startNs) / NS_PER_SECOND);
            limited = sentBps < BELOW * estimateBps;
            startNs = nowNs;
            startBytes = sentBytes;
        }
    }

    public boolean limited() {
        return limited;
    }

    public double sentBps() {
        return sentBps;
    }
}
