package io.steadycast.netsim.policy;

import io.steadycast.abr.control.Plan;
import io.steadycast.abr.control.Reason;
import io.steadycast.abr.control.SessionView;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.abr.control.ViewerController;

/** Confined to its simulation. Retransmission on request, and a layer that never changes. */
final class FixedLayer implements ViewerController {
    private final int rung;
    private final int temporalId;

    FixedLayer(int rung, int temporalId) {
        this.rung = rung;
        this.temporalId = temporalId;
    }

    @Override
    public void onFeedback(long nowNs, SessionView view) {
        // Nothing that a viewer says changes anything.
    }

    @Override
    public void onTick(long nowNs, SessionView view, Plan plan) {
        for (int i = 0; i < plan.streamCount(); i++) {
            StreamPlan stream = plan.stream(i);
            stream.maxRung = rung;
            stream.maxTemporalId = temporalId;
        }
        plan.reason = Reason.FIXED;
    }
}
