package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.log.EncodingState;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. What each spatial and temporal layer of an encoding takes: what a viewer would save without it. */
final class LayerMeter {
    private static final int METERED = EncodingState.METERED;

    private final @Nullable RateMeter[] meters = new RateMeter[METERED * METERED];

    void add(long nowNs, int spatialId, int temporalId, int bytes) {
        int index = Math.clamp(spatialId, 0, METERED - 1) * METERED + Math.clamp(temporalId, 0, METERED - 1);
        RateMeter meter = meters[index];
        if (meter == null) {
            meter = new RateMeter();
            meters[index] = meter;
        }
        meter.add(nowNs, bytes, false);
    }

    /** Each layer with all below it. */
    void publish(long nowNs, EncodingState state) {
        for (int temporal = 0; temporal < METERED; temporal++) {
            long sum = 0;
            for (int spatial = 0; spatial < METERED; spatial++) {
                for (int t = 0; t <= temporal; t++) {
                    RateMeter meter = meters[spatial * METERED + t];
                    sum += meter == null ? 0 : meter.bitrateBps(nowNs);
                }
                state.layerRate(spatial, temporal, sum);
            }
        }
    }
}
