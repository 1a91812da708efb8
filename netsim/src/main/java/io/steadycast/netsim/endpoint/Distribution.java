package io.steadycast.netsim.endpoint;

/**
 * How a duration was distributed; all but the count are zero while nothing was counted.
 *
 * @param count of values
 * @param meanNs of them
 * @param p50Ns median
 * @param p95Ns 95th percentile
 * @param p99Ns 99th percentile
 * @param maxNs largest
 */
public record Distribution(long count, double meanNs, long p50Ns, long p95Ns, long p99Ns, long maxNs) {
    public static final Distribution NONE = new Distribution(0, 0, 0, 0, 0, 0);
}
