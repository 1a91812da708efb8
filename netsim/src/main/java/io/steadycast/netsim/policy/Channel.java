package io.steadycast.netsim.policy;

/** Confined to its simulation. What only a simulation knows of the way to a viewer. */
public interface Channel {
    /** Means over the time from {@code fromNs} to {@code toNs}, which may lie ahead: bits per second that reach the viewer when the link is kept full. */
    double goodputBps(long fromNs, long toNs);
}
