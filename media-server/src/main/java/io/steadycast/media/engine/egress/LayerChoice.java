package io.steadycast.media.engine.egress;

/**
 * What a viewer wishes to see of a track: a user's choice until a controller makes it.
 *
 * @param mode whether the session chooses, the caller does, or nothing is sent
 * @param rank of the encoding, or the spatial layer of an SVC stream, for {@link Mode#FIXED}; the next lower active one serves while it is away
 * @param maxTemporalId temporal layers above are dropped; {@link #ALL_TEMPORAL} for none
 */
public record LayerChoice(Mode mode, int rank, int maxTemporalId) {
    public static final int ALL_TEMPORAL = 7;

    /** Who chooses. */
    public enum Mode {
        /** The highest active layer. */
        AUTO,
        FIXED,
        PAUSED
    }

    public static LayerChoice auto() {
        return new LayerChoice(Mode.AUTO, Integer.MAX_VALUE, ALL_TEMPORAL);
    }

    public static LayerChoice fixed(int rank) {
        return new LayerChoice(Mode.FIXED, rank, ALL_TEMPORAL);
    }

    public static LayerChoice paused() {
        return new LayerChoice(Mode.PAUSED, 0, ALL_TEMPORAL);
    }

    public LayerChoice withMaxTemporalId(int temporalId) {
        return new LayerChoice(mode, rank, temporalId);
    }

    boolean isPaused() {
        return mode == Mode.PAUSED;
    }
}
