package io.steadycast.netsim.endpoint;

/** Confined to its endpoint. The round trip that a receiver reckons with: the largest that was measured within 1.5 s (video/call_stats2.cc@bb9331cf, GetMaxRttMs). */
final class RttWindow {
    private static final long MS = 1_000_000L;
    private static final long WINDOW_NS = 1_500 * MS;
    private static final long MIN_RTT_NS = MS;
    private static final int SAMPLES = 16;

    private final long[] atNs = new long[SAMPLES];
    private final long[] sampleNs = new long[SAMPLES];
    private int count;

    /** Takes a sample and answers what counts now. */
    long add(long nowNs, long rttNs) {
        int slot = count++ % SAMPLES;
        atNs[slot] = nowNs;
        sampleNs[slot] = rttNs;
        long largest = rttNs;
        for (int i = 0; i < Math.min(count, SAMPLES); i++) {
            if (nowNs - atNs[i] <= WINDOW_NS) {
                largest = Math.max(largest, sampleNs[i]);
            }
        }
        return Math.max(largest, MIN_RTT_NS);
    }
}
