package io.steadycast.netsim.link.spec;

/** What follows the last entry of a recorded series. */
public enum AtEnd {
    /** The first entry again. */
    LOOP,
    /** Backwards to the first entry, then forwards again: no seam. */
    MIRROR,
    /** Nothing is served any more. */
    STOP,
    /** The last value stays. */
    HOLD
}
