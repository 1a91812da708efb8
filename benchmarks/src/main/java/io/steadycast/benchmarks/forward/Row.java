package io.steadycast.benchmarks.forward;

import io.steadycast.benchmarks.process.GcPauses;
import org.HdrHistogram.Histogram;

/**
 * Immutable. One server under one load.
 *
 * @param viewers of all hosts together
 * @param packets that came, and that should have
 * @param serverCores core seconds of the server in a second
 * @param generatorCores of this process
 * @param note why the figures are not the server's, or empty
 */
public record Row(
        String server,
        int publishers,
        int viewers,
        Packets packets,
        double seconds,
        double serverCores,
        double generatorCores,
        Latency latency,
        double hiccupP999Ms,
        long residentBytes,
        GcPauses pauses,
        String note) {
    /** Above, latencies and losses may be the generator's own. */
    static final double GENERATOR_LIMIT = 0.85;

    static final double MOST_LOSS = 0.001;
    static final double MOST_P99_MS = 20;

    /**
     * What came of what was sent.
     *
     * @param others of no media stream: probes, parity, repeats
     * @param serverDrops datagrams that the server's sockets lost
     */
    public record Packets(long expected, long delivered, long others, long serverDrops) {
        double loss() {
            return expected == 0 ? 1 : Math.max(0, expected - delivered) / (double) expected;
        }
    }

    /** One way, from a host's send call to the arrival in the viewer's socket, in milliseconds. */
    public record Latency(double p50Ms, double p99Ms, double p999Ms, double maxMs) {
        static Latency of(Histogram us) {
            return new Latency(ms(us, 50), ms(us, 99), ms(us, 99.9), us.getMaxValue() / 1_000.0);
        }

        private static double ms(Histogram us, double percentile) {
            return us.getTotalCount() == 0 ? Double.NaN : us.getValueAtPercentile(percentile) / 1_000.0;
        }
    }

    /** Server CPU for each packet that came, in microseconds. */
    public double costUs() {
        return packets.delivered() == 0 ? Double.NaN : serverCores * seconds * 1e6 / packets.delivered();
    }

    /** What the server can do for sure: no loss to speak of, no queue to speak of. */
    public boolean carried() {
        return packets.loss() < MOST_LOSS && latency.p99Ms() < MOST_P99_MS;
    }

    /** The server gives up what it cannot send, and larger loads would say no more. */
    boolean lossy() {
        return packets.loss() >= MOST_LOSS;
    }

    /** It says nothing about the server. */
    public boolean generatorLimited() {
        return !note.isEmpty();
    }
}
