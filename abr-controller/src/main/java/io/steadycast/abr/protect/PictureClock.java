package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.SessionView;

/** A reusable struct, confined to the viewer's shard. How the pictures of a viewer follow one another, by the timestamps that it is told: of several videos, the slowest. */
public final class PictureClock {
    private static final double MS = 1e6;

    /** Without any picture nobody sees how fast a delay changes. */
    private static final double NO_PICTURES_MS = 20;

    /** Between the last two; 0 while nothing but the first left. */
    double gapMs;

    /** Of the newest one, from any beginning. */
    double clockMs;

    /** Before each decision. */
    public void look(long nowNs, SessionView view) {
        gapMs = NO_PICTURES_MS;
        clockMs = nowNs / MS;
        boolean any = false;
        for (int i = 0; i < view.demandCount(); i++) {
            Demand demand = view.demand(i);
            if (demand.isVideo() && demand.wanted() && (!any || demand.pictureGapMs() > gapMs)) {
                any = true;
                gapMs = demand.pictureGapMs();
                clockMs = demand.pictureClockMs();
            }
        }
    }
}
