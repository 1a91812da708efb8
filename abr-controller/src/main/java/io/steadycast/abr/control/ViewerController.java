package io.steadycast.abr.control;

import org.jspecify.annotations.Nullable;

/**
 * A port. Confined to the viewer's shard: steers one session. It sees what was sent and what became of it, and decides layers, rates and protection; it has no
 * clock, no thread and no packet in its hands, and allocates nothing per call.
 */
public interface ViewerController {

    /** A transport-wide feedback was taken in: {@link PacketHistory#reportedCount} says what it was about. */
    void onFeedback(long nowNs, SessionView view);

    /** About every 5 ms. The plan is as the last call left it; what changes is changed in place. */
    void onTick(long nowNs, SessionView view, Plan plan);

    /** What was decided lately; null if nobody keeps it. */
    default @Nullable DecisionRing decisions() {
        return null;
    }

    /** Makes a controller for each viewer. */
    @FunctionalInterface
    interface Factory {
        /** At the start of a session; {@code view} stays the same object for its whole life. */
        ViewerController create(long nowNs, SessionView view);
    }
}
