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
    /** A bucket that may be empty drops what comes faster than its tokens. */
    private static final double POLICED = 1.0;

    private static final int MAX_QUEUE_MS = 1_000;
    private static final int DROP_UPPER_MS = 150;
    private static final int EXPIRE_MS = 1_500;
    private static final int EXPIRE_BASE_MS = 4_500;
    private static final double LEAST_BPS = 40_000;

    /**
     * The base layer is sent whatever the path is believed to carry: waiting here it would break, and the keyframe that mends it takes more than it did. One that is not
     * small has to wait all the same, or it would keep full the queue that is to drain.
     */
    private static final double OF_LEAST = 1.2;

    private static final double MOST_LEAST_BPS = 150_000;

    void apply(PathEstimate path, long leastBps, Plan plan) {
        boolean policed = path.lossKind == PathEstimate.LossKind.POLICER;
        double factor = switch (path.state) {
            case START, NORMAL -> policed ? POLICED : FASTER;
            case OVERUSE, DRAIN, SILENT -> DRAINING;
        };
        plan.paceBps = (long) Math.max(leastBps(leastBps), factor * path.budgetBps);
        plan.maxQueueMs = MAX_QUEUE_MS;
        plan.dropUpperAboveMs = DROP_UPPER_MS;
        plan.expireMs = EXPIRE_MS;
        plan.expireBaseMs = EXPIRE_BASE_MS;
    }

    private static double leastBps(long baseBps) {
        return Math.clamp(OF_LEAST * baseBps, LEAST_BPS, MOST_LEAST_BPS);
    }
}
