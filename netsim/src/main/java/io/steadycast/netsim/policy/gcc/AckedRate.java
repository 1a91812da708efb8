package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. At which rate packets reach the receiver: samples of 150 ms (the first one 500 ms) in a filter that trusts a sample less the further it is
 * from the estimate (libwebrtc bitrate_estimator.cc: scale 10, variance grows by 5 a sample).
 */
public final class AckedRate {
    private static final long FIRST_WINDOW_NS = 500_000_000L;
    private static final long WINDOW_NS = 150_000_000L;
    private static final double SCALE = 10;
    private static final double GROWTH = 5;
    private static final double FIRST_VARIANCE = 50;
    private static final double BITS_PER_MS_NS = 8e6;

    private long windowStartNs = Long.MIN_VALUE;
    private long newestNs = Long.MIN_VALUE;
    private long bytes;
    private double kbps = -1;
    private double variance = FIRST_VARIANCE;

    public void onAcked(long arrivalNs, int lengthBytes) {
        if (windowStartNs == Long.MIN_VALUE || arrivalNs < newestNs - FIRST_WINDOW_NS) {
            windowStartNs = arrivalNs;
        }
        newestNs = Math.max(newestNs, arrivalNs);
        long windowNs = kbps < 0 ? FIRST_WINDOW_NS : WINDOW_NS;
        long passedNs = arrivalNs - windowStartNs;
        if (passedNs >= 2 * windowNs) {
            // A silence is not a rate.
            windowStartNs = arrivalNs;
            bytes = 0;
        } else if (passedNs >= windowNs) {
            sample(bytes * BITS_PER_MS_NS / windowNs);
            windowStartNs += windowNs;
            bytes = 0;
        }
        bytes += lengthBytes;
    }

    private void sample(double sampleKbps) {
        if (kbps < 0) {
            kbps = sampleKbps;
            return;
        }
        double uncertainty = SCALE * Math.abs(kbps - sampleKbps) / Math.max(kbps, 1);
        double sampleVariance = Math.max(uncertainty * uncertainty, 1e-6);
        double predicted = variance + GROWTH;
        kbps = (sampleVariance * kbps + predicted * sampleKbps) / (sampleVariance + predicted);
        variance = sampleVariance * predicted / (sampleVariance + predicted);
    }

    /** -1 while it is not known. */
    public double bps() {
        return kbps < 0 ? -1 : kbps * 1_000;
    }
}
