package io.steadycast.netsim.emulate;

import org.HdrHistogram.IntCountsHistogram;

/** Confined to the release thread. What went into one direction of a path and what came out, by the path's own schedule. */
public final class DirectionMeter {
    /** A packet that takes longer counts as this. */
    private static final long HIGHEST_NS = 120_000_000_000L;

    private static final int DIGITS = 2;

    private final IntCountsHistogram delays = new IntCountsHistogram(1_000, HIGHEST_NS, DIGITS);
    private long offeredPackets;
    private long offeredBytes;
    private long deliveredPackets;
    private long deliveredBytes;
    private long delaySumNs;

    void offered(int bytes) {
        offeredPackets++;
        offeredBytes += bytes;
    }

    void delivered(int bytes, long delayNs) {
        deliveredPackets++;
        deliveredBytes += bytes;
        delaySumNs += delayNs;
        delays.recordValue(Math.clamp(delayNs, 0, HIGHEST_NS));
    }

    /** Without what waits and what was dropped: that the path itself knows. */
    Flow flow() {
        return new Flow(
                offeredPackets,
                offeredBytes,
                deliveredPackets,
                deliveredBytes,
                delaySumNs,
                new Delays(
                        delays.getValueAtPercentile(50),
                        delays.getValueAtPercentile(95),
                        delays.getValueAtPercentile(99),
                        delays.getMaxValue()));
    }

    /** Sums since the client came; bytes are UDP payload. */
    public record Flow(
            long offeredPackets,
            long offeredBytes,
            long deliveredPackets,
            long deliveredBytes,
            long delaySumNs,
            Delays delays) {}

    /** One way, from arrival at the emulator to the moment the path lets a packet out. */
    public record Delays(long p50Ns, long p95Ns, long p99Ns, long maxNs) {}
}
