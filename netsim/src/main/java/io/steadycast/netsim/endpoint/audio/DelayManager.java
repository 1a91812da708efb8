package io.steadycast.netsim.endpoint.audio;

/**
 * Confined to its endpoint. How much audio to hold back (modules/audio_coding/neteq/delay_manager.cc, underrun_optimizer.cc, reorder_optimizer.cc@bb9331cf): the 95th
 * percentile of the largest delay of each half second, and more where waiting for reordered packets (retransmissions) pays.
 */
final class DelayManager {
    private static final int START_MS = 80;
    private static final int QUANTILE = (int) (DelayHistogram.ONE * 0.95);
    private static final int RESAMPLE_MS = 500;
    private static final int MS_PER_LOSS_PERCENT = 20;

    private final DelayHistogram underruns = new DelayHistogram(0.983);
    private final DelayHistogram reorders = new DelayHistogram(0.9993);
    private long intervalStartMs = -1;
    private int largestMs;
    private int underrunMs = -1;
    private int targetMs = START_MS;

    int targetMs() {
        return targetMs;
    }

    /** A packet came so much later than the fastest of the last two seconds. */
    void update(long nowMs, int delayMs, boolean reordered) {
        if (!reordered) {
            onDelay(nowMs, delayMs);
        }
        int base = underrunMs < 0 ? START_MS : underrunMs;
        targetMs = Math.max(base, onReorder(delayMs, reordered, base));
    }

    private void onDelay(long nowMs, int delayMs) {
        if (intervalStartMs < 0) {
            intervalStartMs = nowMs;
        }
        if (nowMs - intervalStartMs > RESAMPLE_MS) {
            int bucket = largestMs / DelayHistogram.BUCKET_MS;
            if (bucket < DelayHistogram.BUCKETS) {
                underruns.add(bucket);
            }
            underrunMs = (1 + underruns.quantile(QUANTILE)) * DelayHistogram.BUCKET_MS;
            intervalStartMs = nowMs;
            largestMs = 0;
        }
        largestMs = Math.max(largestMs, delayMs);
    }

    private int onReorder(int delayMs, boolean reordered, int baseMs) {
        int bucket = reordered ? delayMs / DelayHistogram.BUCKET_MS : 0;
        if (bucket < DelayHistogram.BUCKETS) {
            reorders.add(bucket);
        }
        long lossQ30 = DelayHistogram.ONE;
        long leastCost = Long.MAX_VALUE;
        int best = 0;
        for (int i = 0; i < DelayHistogram.BUCKETS && lossQ30 != 0; i++) {
            lossQ30 -= reorders.bucket(i);
            long extraMs = Math.max(0, i * DelayHistogram.BUCKET_MS - baseMs);
            long cost = (extraMs << 30) + 100L * MS_PER_LOSS_PERCENT * lossQ30;
            if (cost < leastCost) {
                leastCost = cost;
                best = i;
            }
        }
        return (1 + best) * DelayHistogram.BUCKET_MS;
    }
}
