package io.steadycast.netsim.endpoint.timing;

/**
 * Confined to its endpoint. How much later a larger frame comes: delay variation as a line over size variation
 * (modules/video_coding/timing/frame_delay_variation_kalman_filter.cc@bb9331cf).
 */
final class DelayKalmanFilter {
    private static final double MIN_SLOPE = 0.000001;
    private static final double SLOPE_NOISE = 2.5e-10;
    private static final double OFFSET_NOISE = 1e-10;

    /** Milliseconds per byte: at first those of 512 kbit/s, taken as seconds (the source's own slip). */
    private double slope = 1 / (512e3 / 8);

    private double offsetMs;
    private double p00 = 1e-4;
    private double p01;
    private double p10;
    private double p11 = 1e2;

    double ofSizeMs(double bytes) {
        return slope * bytes;
    }

    double totalMs(double bytes) {
        return slope * bytes + offsetMs;
    }

    void update(double delayMs, double bytes, double maxBytes, double noiseVariance) {
        if (maxBytes < 1 || noiseVariance <= 0) {
            return;
        }
        p00 += SLOPE_NOISE;
        p11 += OFFSET_NOISE;
        double innovation = delayMs - totalMs(bytes);
        double h0 = p00 * bytes + p01;
        double h1 = p10 * bytes + p11;
        double noise = (300.0 * StrictMath.exp(-Math.abs(bytes) / maxBytes) + 1) * Math.sqrt(noiseVariance);
        double variance = bytes * h0 + h1 + Math.max(noise, 1.0);
        if (Math.abs(variance) < 1e-9) {
            return;
        }
        double k0 = h0 / variance;
        double k1 = h1 / variance;
        slope = Math.max(slope + k0 * innovation, MIN_SLOPE);
        offsetMs += k1 * innovation;
        double old00 = p00;
        double old01 = p01;
        p00 = (1 - k0 * bytes) * old00 - k0 * p10;
        p01 = (1 - k0 * bytes) * old01 - k0 * p11;
        p10 = p10 * (1 - k1) - k1 * bytes * old00;
        p11 = p11 * (1 - k1) - k1 * bytes * old01;
    }
}
