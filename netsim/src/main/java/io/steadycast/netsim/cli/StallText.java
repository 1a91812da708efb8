package io.steadycast.netsim.cli;

import io.steadycast.netsim.endpoint.Gap;
import io.steadycast.netsim.scenario.FirstViewer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Stateless. The pauses between a viewer's pictures, a line each. */
final class StallText {
    private static final long MS = 1_000_000L;

    private StallText() {}

    static void print(List<FirstViewer.Stall> stalls, PrintWriter out) {
        out.println(stalls.isEmpty() ? "the picture never stood still for 200 ms" : "the picture stood still");
        stalls.forEach(stall -> out.println(line(stall)));
    }

    private static String line(FirstViewer.Stall stall) {
        Gap.Why why = stall.gap().why();
        String text = String.format(
                Locale.ROOT,
                "%8.2f  %d ms, %.2f s after the first picture: %s",
                stall.atS(),
                stall.gap().durationNs() / MS,
                stall.afterFirstS(),
                why.cause().text());
        if (why.cause() == Gap.Cause.OPEN) {
            return text;
        }
        return text
                + String.format(
                        Locale.ROOT,
                        "; the next picture could be decoded %d ms %s its time, after a frame of temporal layer %d; %d pictures between were not shown; %d ms more delay",
                        Math.abs(why.lateNs()) / MS,
                        why.lateNs() > 0 ? "after" : "before",
                        why.waitedTemporalId(),
                        why.missing(),
                        why.heldMoreNs() / MS);
    }
}
