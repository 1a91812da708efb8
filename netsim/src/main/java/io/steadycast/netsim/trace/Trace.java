package io.steadycast.netsim.trace;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. What a file says about a link; {@code missing} is what it does not say.
 *
 * @param rateBps bits per second on the wire, 0 = outage; null when the file has opportunities or no rate
 * @param rttMs holds from each sample to the next one
 * @param lossFraction of packets, 0 to 1
 * @param meanBurstPackets packets lost in a row when one is lost; null: independent losses
 * @param lost stretches in which every packet is lost
 * @param notes what was left out, cut, or assumed
 */
public record Trace(
        String name,
        TraceFormat format,
        TraceDirection direction,
        @Nullable Steps rateBps,
        @Nullable Opportunities opportunities,
        @Nullable Steps rttMs,
        @Nullable Steps jitterMs,
        @Nullable Steps lossFraction,
        @Nullable Steps meanBurstPackets,
        List<Interval> lost,
        List<Mark> marks,
        Set<Missing> missing,
        List<String> notes) {
    public Trace {
        lost = List.copyOf(lost);
        marks = List.copyOf(marks);
        missing = Set.copyOf(missing);
        notes = List.copyOf(notes);
    }

    public long durationNs() {
        if (opportunities != null) {
            return opportunities.periodNs();
        }
        long longest = 0;
        for (Steps steps : new Steps[] {rateBps, rttMs, jitterMs, lossFraction}) {
            longest = steps == null ? longest : Math.max(longest, steps.durationNs());
        }
        return longest;
    }

    /** The rate over bins, whichever way the file tells it. */
    public @Nullable Steps binnedRateBps(long binNs) {
        if (opportunities != null) {
            return opportunities.rateBps(binNs);
        }
        return rateBps == null ? null : rateBps.binned(binNs);
    }

    Trace withRate(@Nullable Steps newRateBps, @Nullable Opportunities newOpportunities, List<String> newNotes) {
        return new Trace(
                name,
                format,
                direction,
                newRateBps,
                newOpportunities,
                rttMs,
                jitterMs,
                lossFraction,
                meanBurstPackets,
                lost,
                marks,
                missing,
                newNotes);
    }
}
