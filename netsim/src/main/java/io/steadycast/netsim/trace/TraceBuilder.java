package io.steadycast.netsim.trace;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Confined to its reader. Collects a {@link Trace}; what nobody set is missing. */
final class TraceBuilder {
    private final String name;
    private final TraceFormat format;
    private final TraceDirection direction;
    private final List<Interval> lost = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Missing> missing = EnumSet.of(Missing.QUEUE);
    private @Nullable Steps rateBps;
    private @Nullable Opportunities opportunities;
    private @Nullable Steps rttMs;
    private @Nullable Steps jitterMs;
    private @Nullable Steps lossFraction;
    private @Nullable Steps meanBurstPackets;
    private boolean lossKnown;

    TraceBuilder(TraceText text, TraceFormat format, TraceDirection direction) {
        this.name = text.file();
        this.format = format;
        this.direction = direction;
    }

    TraceBuilder rateBps(Steps steps) {
        rateBps = steps;
        if (format.goodput()) {
            missing.add(Missing.CAPACITY);
        }
        return this;
    }

    TraceBuilder opportunities(Opportunities found) {
        opportunities = found;
        return this;
    }

    TraceBuilder rttMs(Steps steps) {
        rttMs = steps;
        missing.add(Missing.ONE_WAY);
        return this;
    }

    TraceBuilder jitterMs(Steps steps) {
        jitterMs = steps;
        return this;
    }

    TraceBuilder loss(Steps fraction, @Nullable Steps burstPackets) {
        lossFraction = fraction;
        meanBurstPackets = burstPackets;
        lossKnown = true;
        return this;
    }

    /** The file tells losses, whether or not there were any. */
    TraceBuilder lossKnown() {
        lossKnown = true;
        return this;
    }

    TraceBuilder lost(long fromNs, long toNs) {
        lost.add(new Interval(fromNs, toNs));
        return this;
    }

    TraceBuilder mark(long atNs, Mark.Kind kind) {
        marks.add(new Mark(atNs, kind));
        return this;
    }

    TraceBuilder note(String note) {
        notes.add(note);
        return this;
    }

    Trace build() {
        if (rateBps == null && opportunities == null) {
            missing.add(Missing.RATE);
        }
        if (rttMs == null) {
            missing.add(Missing.RTT);
        }
        if (!lossKnown) {
            missing.add(Missing.LOSS);
        }
        return new Trace(
                name,
                format,
                direction,
                rateBps,
                opportunities,
                rttMs,
                jitterMs,
                lossFraction,
                meanBurstPackets,
                lost,
                marks,
                missing,
                notes);
    }
}
