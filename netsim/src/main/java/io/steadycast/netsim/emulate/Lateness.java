package io.steadycast.netsim.emulate;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** The release thread records, one other thread at a time reads. How long after its ideal moment a packet was released. */
public final class Lateness {
    private static final int DIGITS = 3;
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);

    private final SingleWriterRecorder recorder = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
    private final Histogram all = new Histogram(HIGHEST_NS, DIGITS);
    private @Nullable Histogram interval;

    /** A moment's figures; {@code highestNs} is the latest release. */
    public record Figures(long releases, long p50Ns, long p99Ns, long p999Ns, long highestNs) {}

    /** Release thread. */
    void record(long lateNs) {
        recorder.recordValue(Math.clamp(lateNs, 0, HIGHEST_NS));
    }

    /** Since the start. */
    synchronized Figures figures() {
        interval = recorder.getIntervalHistogram(interval);
        all.add(interval);
        return new Figures(
                all.getTotalCount(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9),
                all.getMaxValue());
    }
}
