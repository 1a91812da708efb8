package io.steadycast.abr.control;

/** Why a plan is as it is; the numbers behind it stand in the plan. */
public enum Reason {
    /** Nothing was decided yet. */
    START,
    /** Everything that is wanted fits. */
    ALL_FITS,
    /** The estimate bounds the layer. */
    BANDWIDTH,
    /** Growing delay: the path is overused. */
    OVERUSE,
    /** Loss made the estimate smaller. */
    LOSS,
    /** A policer drops what exceeds its rate, and holds nothing back. */
    POLICER,
    /** A better layer is being tried. */
    PROBING,
    /** What protection costs bounds the layer. */
    PROTECTION,
    /** Not even the lowest layer fits: audio only. */
    AUDIO_ONLY,
    /** No feedback comes. */
    NO_FEEDBACK,
    /** Someone outside fixed it. */
    FIXED
}
