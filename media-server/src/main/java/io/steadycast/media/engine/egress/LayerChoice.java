package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.StreamPlan;

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

    /** What a controller leaves of a user's wish. */
    LayerChoice within(StreamPlan plan) {
        if (mode == Mode.PAUSED || plan.paused) {
            return paused();
        }
        int highest = mode == Mode.AUTO ? plan.maxRung : Math.min(rank, plan.maxRung);
        Mode how = highest == StreamPlan.TOP ? mode : Mode.FIXED;
        return new LayerChoice(how, highest, Math.min(maxTemporalId, plan.maxTemporalId));
    }

    /** Whether this is what {@link #within} would make of a wish, without making it. */
    boolean isWithin(LayerChoice wish, StreamPlan plan) {
        if (wish.mode == Mode.PAUSED || plan.paused) {
            return mode == Mode.PAUSED;
        }
        return mode != Mode.PAUSED
                && rank == (wish.mode == Mode.AUTO ? plan.maxRung : Math.min(wish.rank, plan.maxRung))
                && maxTemporalId == Math.min(wish.maxTemporalId, plan.maxTemporalId);
    }

    boolean isPaused() {
        return mode == Mode.PAUSED;
    }
}
