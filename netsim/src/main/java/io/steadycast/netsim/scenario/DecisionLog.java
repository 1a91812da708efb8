package io.steadycast.netsim.scenario;

import io.steadycast.abr.control.Decision;
import io.steadycast.abr.control.DecisionRing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to its run. What was decided for one viewer, in words, taken out of its ring before it is overwritten. */
final class DecisionLog {
    private static final double S = 1e9;
    /** A run of a day is not told to its last word. */
    private static final int MOST = 5_000;

    private final Decision decision = new Decision();
    private final List<FirstViewer.Explained> all = new ArrayList<>();
    private long taken;

    /** To be called often enough that the ring is not filled twice in between. */
    void take(@Nullable DecisionRing ring, long startNs) {
        if (ring == null) {
            return;
        }
        int fresh = (int) Math.min(ring.count() - taken, ring.size());
        for (int i = ring.size() - fresh; i < ring.size() && all.size() < MOST; i++) {
            ring.read(i, decision);
            all.add(new FirstViewer.Explained((decision.atNs - startNs) / S, decision.text()));
        }
        taken = ring.count();
    }

    List<FirstViewer.Explained> all() {
        return all;
    }
}
