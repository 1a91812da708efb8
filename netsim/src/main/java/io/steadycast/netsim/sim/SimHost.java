package io.steadycast.netsim.sim;

import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.netsim.endpoint.SyntheticHost;

/**
 * A host in a simulation.
 *
 * @param endpoint the host itself
 * @param peerId of its peer
 * @param shard where it publishes
 * @param video its track
 * @param audio its track
 * @param path to it
 */
public record SimHost(
        SyntheticHost endpoint, long peerId, int shard, TrackSource video, TrackSource audio, Path path) {}
