package io.steadycast.netsim.endpoint.audio;

/** Confined to its endpoint. A histogram that forgets, in fixed point (modules/audio_coding/neteq/histogram.cc@bb9331cf): 100 buckets of 20 ms. */
final class DelayHistogram {
    static final int BUCKETS = 100;
    static final int BUCKET_MS = 20;
    static final int ONE = 1 << 30;
    private static final int ONE_Q15 = 1 << 15;
    /** start_forget_weight of DelayManager::Config. */
    private static final double START_WEIGHT = 2;

    private final int baseForget;
    private final int[] buckets = new int[BUCKETS];
    private int forget;
    private int added;

    DelayHistogram(double forgetFactor) {
        baseForget = (int) (ONE_Q15 * forgetFactor);
        int probability = 0x4002;
        for (int i = 0; i < BUCKETS; i++) {
            probability >>= 1;
            buckets[i] = probability << 16;
        }
    }

    int bucket(int index) {
        return buckets[index];
    }

    void add(int bucket) {
        int sum = 0;
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = (int) (((long) buckets[i] * forget) >> 15);
            sum += buckets[i];
        }
        buckets[bucket] += (ONE_Q15 - forget) << 15;
        sum += (ONE_Q15 - forget) << 15;
        balance(sum - ONE);
        added++;
        if (forget != baseForget) {
            int next = (int) (ONE_Q15 * (1 - START_WEIGHT / (added + 1)));
            forget = Math.clamp(next, 0, baseForget);
        }
    }

    /** What rounding left over goes to the first buckets, a sixteenth of each at most. */
    private void balance(int excess) {
        int left = excess;
        for (int i = 0; i < BUCKETS && left != 0; i++) {
            int share = Math.min(Math.abs(left), buckets[i] >> 4);
            int correction = left > 0 ? -share : share;
            buckets[i] += correction;
            left += correction;
        }
    }

    /** First bucket up to which this share (Q30) lies. */
    int quantile(int probability) {
        int rest = ONE - probability;
        int index = 0;
        int sum = ONE - buckets[0];
        while (sum > rest && index < BUCKETS - 1) {
            sum -= buckets[++index];
        }
        return index;
    }
}
