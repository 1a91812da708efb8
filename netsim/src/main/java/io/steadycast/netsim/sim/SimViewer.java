package io.steadycast.netsim.sim;

import io.steadycast.netsim.endpoint.ModelledSocket;
import io.steadycast.netsim.endpoint.SyntheticViewer;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.Link;

/**
 * A viewer in a simulation.
 *
 * @param endpoint the viewer itself
 * @param peerId of its peer
 * @param shard where it is served
 * @param path to it
 * @param joining what it takes to begin anew
 */
public record SimViewer(SyntheticViewer endpoint, long peerId, int shard, Path path, Joining joining) {
    /** What a viewer joins with, each time. */
    record Joining(ViewerConfig config, ModelledSocket socket, Link.Start start) {}
}
