package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/**
 * Immutable. The long pauses between pictures on the screen, in order of time: those of at least {@link #MIN_GAP_NS}. The time from the last picture to the end of
 * the measurement is one too.
 */
public final class GapList {
    /** ADAPTATION's stall: what is shorter is not kept. */
    public static final long MIN_GAP_NS = 200_000_000L;

    public static final GapList NONE = new GapList(new long[0], new long[0], 0);

    private final long[] startNs;
    private final long[] durationNs;
    private final long overflow;

    GapList(long[] startNs, long[] durationNs, long overflow) {
        this.startNs = startNs.clone();
        this.durationNs = durationNs.clone();
        this.overflow = overflow;
    }

    public int count() {
        return startNs.length;
    }

    /** When the picture before the gap was shown. */
    public long startNs(int index) {
        return startNs[index];
    }

    public long durationNs(int index) {
        return durationNs[index];
    }

    /** Gaps that were not kept because there were too many. */
    public long overflow() {
        return overflow;
    }

    /** Time in gaps of at least this length that end after this moment; what lies before it does not count. */
    public long stalledNs(long fromNs, long minGapNs) {
        long sum = 0;
        for (int i = 0; i < startNs.length; i++) {
            long endNs = startNs[i] + durationNs[i];
            if (durationNs[i] >= minGapNs && endNs > fromNs) {
                sum += endNs - Math.max(fromNs, startNs[i]);
            }
        }
        return sum;
    }

    /** Gaps of at least this length that end after this moment. */
    public int count(long fromNs, long minGapNs) {
        int count = 0;
        for (int i = 0; i < startNs.length; i++) {
            if (durationNs[i] >= minGapNs && startNs[i] + durationNs[i] > fromNs) {
                count++;
            }
        }
        return count;
    }

    @Override
    public String toString() {
        return count() + " gaps " + Arrays.toString(durationNs);
    }
}
