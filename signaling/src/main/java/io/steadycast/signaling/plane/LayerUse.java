package io.steadycast.signaling.plane;

/**
 * Whether a layer is sent, and whether anybody wants it.
 *
 * @param active false while the publisher sends nothing on it
 * @param hold why it was asked not to
 * @param unwantedMs how long ago a viewer got it, or would have got it; {@link #NEVER} if none ever did
 */
public record LayerUse(boolean active, LayerHold hold, long unwantedMs) {
    public static final long NEVER = Long.MAX_VALUE;
    public static final LayerUse UNWANTED = new LayerUse(true, LayerHold.NONE, NEVER);

    public LayerUse {
        Checks.range(unwantedMs, 0, NEVER, "a time since a layer was wanted");
    }

    /** Whether a viewer that chooses it gets it, now or a moment later. */
    public boolean isOffered() {
        return active || hold == LayerHold.UNUSED;
    }
}
