package io.steadycast.netsim.endpoint;

import org.HdrHistogram.Histogram;

/** Any thread. Histograms of microseconds as reports show them. */
final class Distributions {
    private static final long US = 1_000L;

    private Distributions() {}

    static Distribution of(Histogram us) {
        if (us.getTotalCount() == 0) {
            return Distribution.NONE;
        }
        return new Distribution(
                us.getTotalCount(),
                us.getMean() * US,
                us.getValueAtPercentile(50) * US,
                us.getValueAtPercentile(95) * US,
                us.getValueAtPercentile(99) * US,
                us.getMaxValue() * US);
    }
}
