package io.steadycast.netsim.sim;

import io.steadycast.netsim.endpoint.SyntheticViewer;

/**
 * A viewer in a simulation.
 *
 * @param endpoint the viewer itself
 * @param peerId of its peer
 * @param shard where it is served
 * @param path to it
 */
public record SimViewer(SyntheticViewer endpoint, long peerId, int shard, Path path) {}
