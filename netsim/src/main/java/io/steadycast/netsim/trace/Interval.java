package io.steadycast.netsim.trace;

/** A stretch [from, to) of a trace's time. */
public record Interval(long fromNs, long toNs) {
    public Interval {
        if (fromNs < 0 || toNs <= fromNs) {
            throw new IllegalArgumentException("[" + fromNs + ", " + toNs + ") is no interval");
        }
    }

    public long lengthNs() {
        return toNs - fromNs;
    }
}
