package io.steadycast.abr;

import io.steadycast.abr.control.Plan;
import io.steadycast.abr.estimate.PathEstimate;

/**
 * Stateless. How fast packets leave: somewhat faster than the budget, so that frames do not lie around, and no faster while a queue in the path drains. What waits
 * does so here, where it can be put in order and thrown away, and not in the path (ADAPTATION 3.3; libwebrtc's pacing_controller.cc paces at 2.5 times the target).
 */
final class Pacing {
    private static final double FASTER = 1.35;
    private static final double DRAINING = 1.0;
    private static final int MAX_QUEUE_MS = 1_000;
    private static final int DROP_UPPER_MS = 150;
    private static final int EXPIRE_MS = 1_500;
    private static final long LEAST_BPS = 40_000;

    void apply(PathEstimate path, Plan plan) {
        double factor = switch (path.state) {
            case START, NORMAL -> FASTER;
            case OVERUSE, DRAIN, SILENT -> DRAINING;
        };
        plan.paceBps = Math.max(LEAST_BPS, (long) (factor * path.budgetBps));
        plan.maxQueueMs = MAX_QUEUE_MS;
        plan.dropUpperAboveMs = DROP_UPPER_MS;
        plan.expireMs = EXPIRE_MS;
    }
}
