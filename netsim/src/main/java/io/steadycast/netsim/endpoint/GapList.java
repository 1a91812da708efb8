package io.steadycast.netsim.endpoint;

import java.util.List;

/**
 * Immutable. The long pauses between pictures on the screen, in order of time: those of at least {@link #MIN_GAP_NS}. The time from the last picture to the end of
 * the measurement is one too.
 *
 * @param gaps in order of time
 * @param overflow gaps that were not kept because there were too many
 */
public record GapList(List<Gap> gaps, long overflow) {
    /** ADAPTATION's stall: what is shorter is not kept. */
    public static final long MIN_GAP_NS = 200_000_000L;

    public static final GapList NONE = new GapList(List.of(), 0);

    public GapList {
        gaps = List.copyOf(gaps);
    }

    public int count() {
        return gaps.size();
    }

    /** Time in gaps of at least this length that end after this moment; what lies before it does not count. */
    public long stalledNs(long fromNs, long minGapNs) {
        long sum = 0;
        for (Gap gap : gaps) {
            if (counts(gap, fromNs, minGapNs)) {
                sum += gap.endNs() - Math.max(fromNs, gap.startNs());
            }
        }
        return sum;
    }

    /** Gaps of at least this length that end after this moment. */
    public int count(long fromNs, long minGapNs) {
        int count = 0;
        for (Gap gap : gaps) {
            count += counts(gap, fromNs, minGapNs) ? 1 : 0;
        }
        return count;
    }

    private static boolean counts(Gap gap, long fromNs, long minGapNs) {
        return gap.durationNs() >= minGapNs && gap.endNs() > fromNs;
    }
}
