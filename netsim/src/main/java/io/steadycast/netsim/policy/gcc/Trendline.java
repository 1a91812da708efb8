package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. Whether the queue on the path grows: the slope of smoothed one-way delay over the last 20 groups, against a threshold that adapts
 * (libwebrtc trendline_estimator.cc; Carlucci et al., MMSys 2016).
 */
public final class Trendline {
    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final int MAX_DELTAS = 60;
    private static final double FIRST_THRESHOLD_MS = 12.5;
    private static final double MIN_THRESHOLD_MS = 6;
    private static final double MAX_THRESHOLD_MS = 600;
    private static final double K_UP = 0.0087;
    private static final double K_DOWN = 0.039;
    private static final double MAX_ADAPT_MS = 15;
    private static final double OVERUSE_MS = 10;
    private static final double MAX_STEP_MS = 100;
    private static final double NS_PER_MS = 1e6;

    /** What the queue does. */
    public enum Usage {
        NORMAL,
        OVERUSE,
        UNDERUSE
    }

    private final PacketGroups groups = new PacketGroups();
    private final double[] timesMs = new double[WINDOW];
    private final double[] delaysMs = new double[WINDOW];
    private int count;
    private int deltas;
    private long firstArrivalNs = Long.MIN_VALUE;
    private double accumulatedMs;
    private double smoothedMs;
    private double thresholdMs = FIRST_THRESHOLD_MS;
    private long adaptedNs = Long.MIN_VALUE;
    private double previousTrend;
    private double overusingMs = -1;
    private int overuses;
    private Usage usage = Usage.NORMAL;

    /** A packet was reported received. */
    public Usage onPacket(long sentNs, long arrivalNs) {
        if (groups.onPacket(sentNs, arrivalNs)) {
            update();
        }
        return usage;
    }

    public Usage usage() {
        return usage;
    }

    private void update() {
        long arrivalNs = groups.arrivalNs();
        double deltaMs = (groups.arrivalDeltaNs() - groups.sendDeltaNs()) / NS_PER_MS;
        deltas = Math.min(deltas + 1, 1_000);
        if (firstArrivalNs == Long.MIN_VALUE) {
            firstArrivalNs = arrivalNs;
        }
        accumulatedMs += deltaMs;
        smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
        if (count == WINDOW) {
            System.arraycopy(timesMs, 1, timesMs, 0, WINDOW - 1);
            System.arraycopy(delaysMs, 1, delaysMs, 0, WINDOW - 1);
            count--;
        }
        timesMs[count] = (arrivalNs - firstArrivalNs) / NS_PER_MS;
        delaysMs[count++] = smoothedMs;
        double trend = count == WINDOW ? slope() : previousTrend;
        detect(trend, groups.sendDeltaNs() / NS_PER_MS, arrivalNs);
    }

    private double slope() {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += timesMs[i] / WINDOW;
            meanDelay += delaysMs[i] / WINDOW;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < WINDOW; i++) {
            double time = timesMs[i] - meanTime;
            covariance += time * (delaysMs[i] - meanDelay);
            variance += time * time;
        }
        return variance == 0 ? previousTrend : covariance / variance;
    }

    private void detect(double trend, double sendDeltaMs, long arrivalNs) {
        if (deltas < 2) {
            usage = Usage.NORMAL;
            return;
        }
        double modified = Math.min(deltas, MAX_DELTAS) * trend * GAIN;
        if (modified > thresholdMs) {
            overusingMs = overusingMs < 0 ? sendDeltaMs / 2 : overusingMs + sendDeltaMs;
            overuses++;
            if (overusingMs > OVERUSE_MS && overuses > 1 && trend >= previousTrend) {
                overusingMs = 0;
                overuses = 0;
                usage = Usage.OVERUSE;
            }
        } else {
            overusingMs = -1;
            overuses = 0;
            usage = modified < -thresholdMs ? Usage.UNDERUSE : Usage.NORMAL;
        }
        previousTrend = trend;
        adapt(Math.abs(modified), arrivalNs);
    }

    private void adapt(double modified, long arrivalNs) {
        if (adaptedNs == Long.MIN_VALUE) {
            adaptedNs = arrivalNs;
        }
        if (modified <= thresholdMs + MAX_ADAPT_MS) {
            double k = modified < thresholdMs ? K_DOWN : K_UP;
            double stepMs = Math.min((arrivalNs - adaptedNs) / NS_PER_MS, MAX_STEP_MS);
            thresholdMs =
                    Math.clamp(thresholdMs + k * (modified - thresholdMs) * stepMs, MIN_THRESHOLD_MS, MAX_THRESHOLD_MS);
        }
        adaptedNs = arrivalNs;
    }
}
