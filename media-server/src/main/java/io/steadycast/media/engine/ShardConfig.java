package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.EgressConfig;
import io.steadycast.media.engine.ingress.IngressConfig;
import io.steadycast.media.engine.transport.TransportLimits;

/**
 * The bounds of one shard.
 *
 * @param bounds of its tables and queues
 * @param tickNs between two ticks
 * @param transport bounds of each peer's transport
 * @param ingress bounds of each publisher
 * @param egress bounds of each viewer
 */
public record ShardConfig(
        Bounds bounds, long tickNs, TransportLimits transport, IngressConfig ingress, EgressConfig egress) {

    /**
     * Of tables and queues.
     *
     * @param peers on this shard
     * @param tracks published here
     * @param remoteTracks published elsewhere and watched here, at most {@link Routes#MAX_REMOTE}
     * @param commands waiting, a power of two
     * @param ring notifications between two shards, a power of two
     */
    public record Bounds(int peers, int tracks, int remoteTracks, int commands, int ring) {
        public static final Bounds DEFAULT = new Bounds(2_048, 1_024, 1_024, 8_192, 16_384);
    }

    public static ShardConfig defaults() {
        return new ShardConfig(
                Bounds.DEFAULT, 5_000_000L, TransportLimits.DEFAULT, IngressConfig.defaults(), EgressConfig.defaults());
    }
}
