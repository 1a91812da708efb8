package io.steadycast.netsim.policy.gcc;

/**
 * Confined to its session. At which rate packets reach the receiver: over the last second and at least 20 packets, without the longest silence, at most the rate at which
 * they were sent (libwebrtc robust_throughput_estimator.cc, which is its default since 2023). A sender that has more to say all of a sudden is believed within that second.
 */
public final class RobustThroughput {
    private static final int MAX_PACKETS = 500;
    private static final int MIN_PACKETS = 20;
    private static final int REQUIRED = 10;
    private static final long MIN_WINDOW_NS = 1_000_000_000L;
    private static final long MAX_WINDOW_NS = 5_000_000_000L;
    private static final long MIN_DURATION_NS = 1_000_000L;
    private static final double BITS_NS = 8e9;

    private final long[] sentNs = new long[MAX_PACKETS];
    private final long[] arrivalNs = new long[MAX_PACKETS];
    private final int[] bytes = new int[MAX_PACKETS];
    private long first;
    private long next;

    /** Packets come in the order of their numbers; arrivals may be out of it. */
    public void onAcked(long sent, long arrival, int lengthBytes) {
        int slot = (int) (next++ % MAX_PACKETS);
        sentNs[slot] = sent;
        arrivalNs[slot] = arrival;
        bytes[slot] = lengthBytes;
        while (next - first > 1 && droppable(arrival)) {
            first++;
        }
    }

    private boolean droppable(long newestNs) {
        long ageNs = newestNs - arrivalNs[(int) (first % MAX_PACKETS)];
        long count = next - first;
        return count > MAX_PACKETS - 1 || ageNs > MAX_WINDOW_NS || (count > MIN_PACKETS && ageNs > MIN_WINDOW_NS);
    }

    /** -1 while it is not known. */
    public double bps() {
        if (next - first < REQUIRED) {
            return -1;
        }
        long firstArrivalNs = Long.MAX_VALUE;
        long lastArrivalNs = Long.MIN_VALUE;
        long firstSentNs = Long.MAX_VALUE;
        long lastSentNs = Long.MIN_VALUE;
        long longestNs = 0;
        long secondNs = 0;
        long sum = 0;
        int earliest = 0;
        int latestSent = 0;
        for (long i = first; i < next; i++) {
            int slot = (int) (i % MAX_PACKETS);
            if (i > first) {
                long gapNs = arrivalNs[slot] - lastArrivalNs;
                secondNs = gapNs > longestNs ? longestNs : Math.max(secondNs, gapNs);
                longestNs = Math.max(longestNs, gapNs);
            }
            earliest = arrivalNs[slot] < firstArrivalNs ? bytes[slot] : earliest;
            latestSent = sentNs[slot] >= lastSentNs ? bytes[slot] : latestSent;
            firstArrivalNs = Math.min(firstArrivalNs, arrivalNs[slot]);
            lastArrivalNs = Math.max(lastArrivalNs, arrivalNs[slot]);
            firstSentNs = Math.min(firstSentNs, sentNs[slot]);
            lastSentNs = Math.max(lastSentNs, sentNs[slot]);
            sum += bytes[slot];
        }
        long receivedForNs = Math.max(MIN_DURATION_NS, lastArrivalNs - firstArrivalNs - longestNs + secondNs);
        long sentForNs = Math.max(MIN_DURATION_NS, lastSentNs - firstSentNs);
        return Math.min((sum - earliest) * BITS_NS / receivedForNs, (sum - latestSent) * BITS_NS / sentForNs);
    }
}
