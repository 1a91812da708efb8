package io.steadycast.benchmarks.generator;

import org.HdrHistogram.Histogram;

/**
 * Confined to the generator's loop, then to whoever takes it. What became of the packets of frames that hosts sent within a span of time: a packet counts by when it
 * left, so the edges of the span lose none.
 */
public final class Window {
    private static final long MOST_US = 60_000_000L;
    private static final int DIGITS = 3;

    private final long fromNs;
    private final long toNs;
    private final Histogram latency = new Histogram(MOST_US, DIGITS);
    private long expected;
    private long delivered;
    private long repeated;

    /** By the clock of arrivals. */
    Window(long fromNs, long toNs) {
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    boolean covers(long sentAtNs) {
        return sentAtNs >= fromNs && sentAtNs < toNs;
    }

    void onExpected(long copies) {
        expected += copies;
    }

    void onDelivered(long latencyNs) {
        delivered++;
        latency.recordValue(Math.clamp(latencyNs / 1_000, 0, MOST_US));
    }

    void onRepeated() {
        repeated++;
    }

    /** Packets sent, times the viewers that each was for. */
    public long expected() {
        return expected;
    }

    public long delivered() {
        return delivered;
    }

    public long repeated() {
        return repeated;
    }

    /** Share of what was expected that never came, 0 to 1. */
    public double loss() {
        return expected == 0 ? 0 : Math.max(0, expected - delivered) / (double) expected;
    }

    /** One-way latencies in microseconds. */
    public Histogram latencyUs() {
        return latency;
    }
}
