package io.steadycast.netsim.link.spec;

/** Seen from the client: up is what it sends. */
public enum Direction {
    UP,
    DOWN,
    BOTH;

    public boolean covers(Direction one) {
        return this == BOTH || this == one;
    }
}
