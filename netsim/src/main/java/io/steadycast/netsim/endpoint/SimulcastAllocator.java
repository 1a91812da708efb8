package io.steadycast.netsim.endpoint;

import java.util.List;

/**
 * Confined to its endpoint. Shares a rate among simulcast layers from the lowest up, and so switches them off from the top
 * (modules/video_coding/utility/simulcast_rate_allocator.cc@bb9331cf): a layer that was off needs 1.2 of its minimum to come back.
 */
final class SimulcastAllocator {
    private static final double HYSTERESIS = 1.2;
    /** video/config/simulcast.cc: 350 of 1200 kbit/s, 150 of 500, 30 at least. */
    private static final double MIN_SHARE = 0.3;

    private static final int LEAST_BPS = 30_000;

    private final int[] targetBps;
    private final int[] rateBps;
    private boolean first = true;

    SimulcastAllocator(List<HostConfig.Layer> layers) {
        targetBps = layers.stream().mapToInt(HostConfig.Layer::bitrateBps).toArray();
        rateBps = targetBps.clone();
    }

    /** Of all layers together. */
    long wantedBps() {
        long sum = 0;
        for (int target : targetBps) {
            sum += target;
        }
        return sum;
    }

    int layers() {
        return targetBps.length;
    }

    /** 0 while the layer is off. */
    int rateBps(int layer) {
        return rateBps[layer];
    }

    private int minBps(int layer) {
        return layer == 0
                ? Math.min(LEAST_BPS, targetBps[0])
                : Math.max(LEAST_BPS, (int) (MIN_SHARE * targetBps[layer]));
    }

    void allocate(long totalBps) {
        long left = targetBps.length == 0 ? 0 : Math.max(totalBps, minBps(0));
        boolean enough = true;
        for (int layer = 0; layer < targetBps.length; layer++) {
            double min = minBps(layer);
            if (!first && rateBps[layer] == 0) {
                min = Math.min(HYSTERESIS * min, targetBps[layer]);
            }
            enough &= left >= min;
            rateBps[layer] = enough ? (int) Math.min(left, targetBps[layer]) : 0;
            left -= rateBps[layer];
        }
        first = false;
    }
}
