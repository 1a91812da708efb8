package io.steadycast.netsim.endpoint.timing;

/**
 * Confined to its endpoint. How long frames must be held so that most of them are there in time
 * (modules/video_coding/timing/jitter_estimator.cc@bb9331cf, defaults without field trials).
 */
public final class JitterEstimator {
    private static final int START_UP_FRAMES = 30;
    private static final int FRAMES_UNTIL_SIZES = 5;
    private static final double INITIAL_BYTES = 500;
    private static final double AVERAGE_KEEP = 0.97;
    private static final double MAX_KEEP = 0.9999;
    private static final double CLAMP_DEVIATIONS = 3.5;
    private static final double DELAY_OUTLIER_DEVIATIONS = 15;
    private static final double SIZE_OUTLIER_DEVIATIONS = 3;
    private static final double CONGESTION_FACTOR = -0.25;
    private static final int ALPHA_COUNT_MAX = 400;
    private static final double NOISE_DEVIATIONS = 2.33;
    private static final double NOISE_OFFSET_MS = 30;
    private static final long MIN_ESTIMATE_NS = Units.MS;
    private static final long MAX_ESTIMATE_NS = 10_000 * Units.MS;
    private static final long OPERATING_SYSTEM_NS = 10 * Units.MS;
    private static final long NACK_TIMEOUT_NS = 60_000 * Units.MS;
    private static final int NACK_LIMIT = 3;
    /** Of {@code VideoStreamBufferController::OnFrameReady}. */
    private static final double RTT_MULTIPLIER = 0.9f;

    private static final long RTT_ADDED_MAX_NS = 200 * Units.MS;
    private static final double LOW_FPS = 5;
    private static final double HIGH_FPS = 10;
    private static final double MAX_FPS = 200;
    private static final int FPS_SAMPLES = 30;

    private final RttFilter rtt = new RttFilter();
    private final long[] intervalsUs = new long[FPS_SAMPLES];
    private DelayKalmanFilter kalman = new DelayKalmanFilter();
    private double averageBytes;
    private double maxBytes;
    private double varianceBytes2;
    private long startUpBytes;
    private int startUpSizes;
    private int startUpFrames;
    private long previousBytes;
    private double noiseMs;
    private double noiseVarianceMs2;
    private int alphaCount;
    private long filteredNs;
    private long previousEstimateNs;
    private long lastUpdateNs;
    private boolean updated;
    private long latestNackNs;
    private int nackedFrames;
    private int intervals;
    private long intervalSumUs;

    public JitterEstimator() {
        reset();
    }

    public void reset() {
        averageBytes = INITIAL_BYTES;
        maxBytes = INITIAL_BYTES;
        varianceBytes2 = 100;
        startUpBytes = 0;
        startUpSizes = 0;
        startUpFrames = 0;
        previousBytes = -1;
        noiseMs = 0;
        noiseVarianceMs2 = 4;
        alphaCount = 1;
        filteredNs = 0;
        previousEstimateNs = -1;
        updated = false;
        latestNackNs = Long.MIN_VALUE / 2;
        nackedFrames = 0;
        intervals = 0;
        intervalSumUs = 0;
        rtt.reset();
        kalman = new DelayKalmanFilter();
    }

    public void rtt(long rttNs) {
        rtt.update(rttNs);
    }

    /** A frame came late because part of it had to be asked for. */
    public void frameNacked(long nowNs) {
        nackedFrames = Math.min(nackedFrames + 1, NACK_LIMIT);
        latestNackNs = nowNs;
    }

    /** A frame of this size came so much later after its predecessor than their timestamps say. */
    public void update(long nowNs, long variationNs, long bytes) {
        if (bytes == 0) {
            return;
        }
        double deltaBytes = bytes - Math.max(0, previousBytes);
        followSizes(bytes);
        boolean first = previousBytes < 0;
        previousBytes = bytes;
        if (first) {
            return;
        }
        long clampNs = Units.ofMs(CLAMP_DEVIATIONS * Math.sqrt(noiseVarianceMs2) + 0.5);
        double delayMs = Units.wholeMs(Math.clamp(variationNs, -clampNs, clampNs));
        double deviationMs = delayMs - kalman.totalMs(deltaBytes);
        double noise = Math.sqrt(noiseVarianceMs2);
        boolean likely = Math.abs(deviationMs) < DELAY_OUTLIER_DEVIATIONS * noise;
        boolean large = bytes > averageBytes + SIZE_OUTLIER_DEVIATIONS * Math.sqrt(varianceBytes2);
        if (likely || large) {
            followNoise(nowNs, deviationMs);
            if (deltaBytes > CONGESTION_FACTOR * maxBytes) {
                kalman.update(delayMs, deltaBytes, maxBytes, noiseVarianceMs2);
            }
        } else {
            followNoise(nowNs, (deviationMs >= 0 ? 1 : -1) * DELAY_OUTLIER_DEVIATIONS * noise);
        }
        if (startUpFrames >= START_UP_FRAMES) {
            filteredNs = calculate();
        } else {
            startUpFrames++;
        }
    }

    private void followSizes(long bytes) {
        if (startUpSizes < FRAMES_UNTIL_SIZES) {
            startUpBytes += bytes;
            startUpSizes++;
        } else if (startUpSizes == FRAMES_UNTIL_SIZES) {
            averageBytes = startUpBytes / (double) startUpSizes;
            startUpSizes++;
        }
        double average = AVERAGE_KEEP * averageBytes + (1 - AVERAGE_KEEP) * bytes;
        if (bytes < averageBytes + 2 * Math.sqrt(varianceBytes2)) {
            averageBytes = average;
        }
        double delta = bytes - average;
        varianceBytes2 = Math.max(AVERAGE_KEEP * varianceBytes2 + (1 - AVERAGE_KEEP) * delta * delta, 1.0);
        maxBytes = Math.max(MAX_KEEP * maxBytes, (double) bytes);
    }

    private void followNoise(long nowNs, double deviationMs) {
        if (updated) {
            addInterval((nowNs - lastUpdateNs) / Units.US);
        }
        updated = true;
        lastUpdateNs = nowNs;
        double alpha = (alphaCount - 1.0) / alphaCount;
        alphaCount = Math.min(alphaCount + 1, ALPHA_COUNT_MAX);
        double fps = framesPerSecond();
        if (fps > 0) {
            double scale = 30 / fps;
            if (alphaCount < START_UP_FRAMES) {
                scale = (alphaCount * scale + (START_UP_FRAMES - alphaCount)) / START_UP_FRAMES;
            }
            alpha = StrictMath.pow(alpha, scale);
        }
        double difference = deviationMs - noiseMs;
        noiseVarianceMs2 = Math.max(alpha * noiseVarianceMs2 + (1 - alpha) * difference * difference, 1.0);
        noiseMs = alpha * noiseMs + (1 - alpha) * deviationMs;
    }

    private void addInterval(long us) {
        int slot = intervals % FPS_SAMPLES;
        intervalSumUs += us - (intervals >= FPS_SAMPLES ? intervalsUs[slot] : 0);
        intervalsUs[slot] = us;
        intervals = intervals + 1 == 2 * FPS_SAMPLES ? FPS_SAMPLES : intervals + 1;
    }

    /** 0 before the first interval. */
    private double framesPerSecond() {
        int count = Math.min(intervals, FPS_SAMPLES);
        return count == 0 || intervalSumUs <= 0 ? 0 : Math.min(MAX_FPS, 1e6 * count / intervalSumUs);
    }

    private long calculate() {
        double thresholdMs = Math.max(NOISE_DEVIATIONS * Math.sqrt(noiseVarianceMs2) - NOISE_OFFSET_MS, 1.0);
        long estimateNs = Units.ofMs(kalman.ofSizeMs(maxBytes - averageBytes) + thresholdMs);
        if (estimateNs < MIN_ESTIMATE_NS) {
            estimateNs = previousEstimateNs < 0 ? MIN_ESTIMATE_NS : previousEstimateNs;
        }
        previousEstimateNs = Math.min(estimateNs, MAX_ESTIMATE_NS);
        return previousEstimateNs;
    }

    /** How long to hold frames. */
    public long estimateNs(long nowNs) {
        long jitterNs = Math.max(calculate() + OPERATING_SYSTEM_NS, filteredNs);
        if (nowNs - latestNackNs > NACK_TIMEOUT_NS) {
            nackedFrames = 0;
        }
        if (nackedFrames >= NACK_LIMIT) {
            jitterNs += Math.min((long) (rtt.rttNs() * RTT_MULTIPLIER), RTT_ADDED_MAX_NS);
        }
        double fps = framesPerSecond();
        if (fps == 0 || fps >= HIGH_FPS) {
            return jitterNs;
        }
        return fps < LOW_FPS ? 0 : (long) (jitterNs * (fps - LOW_FPS) / (HIGH_FPS - LOW_FPS));
    }
}
