package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.AtEnd;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.Stamps;
import io.steadycast.netsim.trace.Interval;
import io.steadycast.netsim.trace.Opportunities;
import io.steadycast.netsim.trace.Steps;
import io.steadycast.netsim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what a trace says to what a link does. */
public final class TraceLinks {
    private TraceLinks() {}

    /** Null if the trace tells no rate. Mahimahi's 1504 bytes a grant hold 4 bytes of TUN header that our framing does not count, so a grant is 1500 here. */
    public static @Nullable Capacity capacity(Trace trace, AtEnd atEnd, boolean randomStart) {
        Opportunities opportunities = trace.opportunities();
        if (opportunities != null) {
            return new Capacity.Opportunities(
                    Stamps.ofNs(opportunities.toArray()), opportunities.grantBytes(), atEnd, randomStart);
        }
        Steps rateBps = trace.rateBps();
        if (rateBps == null) {
            return null;
        }
        List<Capacity.Step> steps = new ArrayList<>(rateBps.count());
        for (int i = 0; i < rateBps.count(); i++) {
            steps.add(new Capacity.Step(rateBps.lengthNs(i), Math.round(rateBps.value(i))));
        }
        return new Capacity.Steps(steps, atEnd, randomStart);
    }

    /** What the trace tells about loss, as bad times that do not move with the packet rate; nothing lost when it tells nothing. */
    public static Loss loss(Trace trace, boolean randomStart) {
        List<Loss.Interval> intervals = new ArrayList<>();
        Steps fraction = trace.lossFraction();
        if (fraction != null) {
            for (int i = 0; i < fraction.count(); i++) {
                if (fraction.value(i) > 0) {
                    intervals.add(new Loss.Interval(fraction.startNs(i), fraction.endNs(i), fraction.value(i)));
                }
            }
        } else {
            for (Interval lost : trace.lost()) {
                intervals.add(new Loss.Interval(lost.fromNs(), Math.min(lost.toNs(), trace.durationNs()), 1));
            }
        }
        return intervals.isEmpty() ? new Loss.Iid(0) : new Loss.Recorded(intervals, trace.durationNs(), randomStart);
    }
}
