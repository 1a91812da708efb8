package io.steadycast.netsim.trace;

import java.util.Locale;

/** Seen from the client: UP is what it sends. */
public enum TraceDirection {
    UP,
    DOWN,
    ROUND_TRIP,
    UNKNOWN;

    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
