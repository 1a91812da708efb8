package io.steadycast.media.engine.ingress;

/** Confined to its shard. Bytes and frames of the last second, in eighths of it. */
final class RateMeter {
    private static final int BUCKETS = 8;
    private static final long BUCKET_NS = 1_000_000_000L / BUCKETS;

    private final long[] bytes = new long[BUCKETS];
    private final int[] frames = new int[BUCKETS];
    private long current = Long.MIN_VALUE;

    void add(long nowNs, int packetBytes, boolean newFrame) {
        roll(nowNs);
        int bucket = bucket(current);
        bytes[bucket] += packetBytes;
        if (newFrame) {
            frames[bucket]++;
        }
    }

    /** Over the seven whole buckets before the one that fills. */
    long bitrateBps(long nowNs) {
        roll(nowNs);
        long sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += i == bucket(current) ? 0 : bytes[i];
        }
        return sum * 8 * BUCKETS / (BUCKETS - 1);
    }

    int framesPerSecond(long nowNs) {
        roll(nowNs);
        int sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            sum += i == bucket(current) ? 0 : frames[i];
        }
        return (sum * BUCKETS + (BUCKETS - 1) / 2) / (BUCKETS - 1);
    }

    private void roll(long nowNs) {
        long bucket = Math.floorDiv(nowNs, BUCKET_NS);
        if (current == Long.MIN_VALUE) {
            current = bucket;
        }
        long from = Math.max(current + 1, bucket - BUCKETS + 1);
        for (long i = from; i <= bucket; i++) {
            bytes[bucket(i)] = 0;
            frames[bucket(i)] = 0;
        }
        current = Math.max(current, bucket);
    }

    private static int bucket(long index) {
        return (int) Math.floorMod(index, (long) BUCKETS);
    }
}
