package io.steadycast.netsim.scenario;

import io.steadycast.netsim.endpoint.Gap;
import io.steadycast.netsim.endpoint.GapList;
import io.steadycast.netsim.endpoint.ViewerReport;
import java.util.ArrayList;
import java.util.List;

/**
 * What is told of the first viewer of a run.
 *
 * @param course of its run; {@link Course#NONE} if it was not kept
 * @param decisions about it, in their order; none if they were not kept
 * @param stalls that it saw, in their order, the first {@value #MOST_STALLS}
 */
public record FirstViewer(Course course, List<Explained> decisions, List<Stall> stalls) {
    public static final FirstViewer NONE = new FirstViewer(Course.NONE, List.of(), List.of());
    private static final int MOST_STALLS = 500;
    private static final double S = 1e9;

    public FirstViewer {
        decisions = List.copyOf(decisions);
        stalls = List.copyOf(stalls);
    }

    /** What was decided so long after the run's start, and why. */
    public record Explained(double atS, String text) {}

    /**
     * A pause between two pictures.
     *
     * @param atS after the run's start
     * @param afterFirstS after the first picture
     * @param gap itself
     */
    public record Stall(double atS, double afterFirstS, Gap gap) {}

    static List<Stall> stalls(ViewerReport report, long runStartNs) {
        GapList all = report.video().gaps();
        long firstNs = report.startNs() + report.video().firstFrameAfterNs();
        List<Stall> stalls = new ArrayList<>();
        for (Gap gap : all.gaps()) {
            if (stalls.size() < MOST_STALLS) {
                stalls.add(new Stall((gap.startNs() - runStartNs) / S, (gap.startNs() - firstNs) / S, gap));
            }
        }
        return stalls;
    }
}
