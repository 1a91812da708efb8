package io.steadycast.netsim.endpoint;

import java.util.SplittableRandom;

/** Confined to its encoder. How large the frames of one layer become: what its rate control leaves for each, its codec's shares of the temporal layers, and chance. */
final class FrameSizes {
    /** Of the mean frame: T0 has 40 % of the rate in a quarter of the frames, T1 20 %, T2 40 % in half of them (simulcast_rate_allocator.cc@bb9331cf). */
    private static final double[] SIMULCAST_WEIGHTS = {1.6, 0.8, 0.8};
    /** VP9 and AV1 by 0.55 from layer to layer: 54 %, 16.3 % and 29.7 % (svc_rate_allocator.cc@bb9331cf). */
    private static final double[] SVC_WEIGHTS = {2.159, 0.653, 0.594};

    private static final double LEAST_SHARE = 0.5;
    /** What was spent too much is saved over so many frames, as a rate control does after a keyframe. */
    private static final int REPAY_FRAMES = 25;

    private final HostConfig config;
    private final SplittableRandom random;
    private int rateBps;
    private double debtBytes;

    /** @param rateBps of this layer alone, to begin with */
    FrameSizes(HostConfig config, int rateBps, SplittableRandom random) {
        this.config = config;
        this.rateBps = rateBps;
        this.random = random;
    }

    /** From the next frame on; 0 switches the layer off. Answers whether it came on. */
    boolean rate(int newRateBps) {
        boolean cameOn = rateBps == 0 && newRateBps > 0;
        rateBps = newRateBps;
        return cameOn;
    }

    boolean active() {
        return rateBps > 0;
    }

    /** Of the next frame. */
    int nextBytes(boolean keyframe, int temporalId, int leastBytes) {
        int mean = rateBps / 8 / config.video().framesPerSecond();
        if (config.sender().sizeDeviation() > 0) {
            return Math.max(leastBytes, (int) modelledBytes(keyframe, temporalId, mean));
        }
        int size = keyframe ? mean * config.video().keyframeRatio() : (int) (mean * (0.7 + 0.6 * random.nextDouble()));
        return Math.max(leastBytes, size);
    }

    /** Lognormal around what the rate control has left for this temporal layer. */
    private double modelledBytes(boolean keyframe, int temporalId, int mean) {
        double deviation = config.sender().sizeDeviation();
        double noise = StrictMath.exp(deviation * random.nextGaussian() - deviation * deviation / 2);
        if (keyframe) {
            double size = mean * config.video().keyframeRatio() * noise;
            debtBytes += size - mean;
            return size;
        }
        double[] weights = config.video().svc() ? SVC_WEIGHTS : SIMULCAST_WEIGHTS;
        double weight = config.video().temporalLayers() > 1 ? weights[temporalId] : 1;
        double wanted = mean * weight;
        double saved = Math.min(debtBytes / REPAY_FRAMES, (1 - LEAST_SHARE) * wanted);
        double size = (wanted - saved) * noise;
        debtBytes += size - wanted;
        return size;
    }
}
