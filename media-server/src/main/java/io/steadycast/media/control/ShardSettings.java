package io.steadycast.media.control;

import io.steadycast.media.config.ServerConfig;
import io.steadycast.media.engine.ShardConfig;
import io.steadycast.media.engine.egress.EgressConfig;
import io.steadycast.media.engine.ingress.IngressConfig;
import io.steadycast.media.engine.transport.TransportLimits;
import java.util.concurrent.TimeUnit;

/** Stateless. From configuration to the bounds of a shard. */
final class ShardSettings {
    private static final int MIN_PEERS = 64;

    private ShardSettings() {}

    static ShardConfig of(ServerConfig config) {
        ShardConfig.Bounds usual = ShardConfig.Bounds.DEFAULT;
        // Placement spreads peers, but nothing forces their ends to be spread: any shard may come to hold all of them.
        int peers = Math.max(MIN_PEERS, config.limits().peers());
        TransportLimits transport = TransportLimits.DEFAULT;
        IngressConfig ingress = IngressConfig.defaults();
        return new ShardConfig(
                new ShardConfig.Bounds(peers, usual.tracks(), usual.remoteTracks(), usual.commands(), usual.ring()),
                ns(config.udp().tickIntervalMs()),
                new TransportLimits(
                        ns(config.timeouts().consentMs()),
                        ns(config.timeouts().setupMs()),
                        ns(config.timeouts().handshakeMs()),
                        transport.pairs(),
                        transport.receivedSsrcs()),
                new IngressConfig(
                        ingress.repair(),
                        keyframes(ingress.keyframes(), ns(config.media().keyframePeriodMs())),
                        ingress.reporting(),
                        ingress.maxSsrcs(),
                        ingress.silenceNs(),
                        config.media().evenLengths()),
                EgressConfig.defaults());
    }

    private static IngressConfig.Keyframes keyframes(IngressConfig.Keyframes usual, long minPeriodNs) {
        return new IngressConfig.Keyframes(
                minPeriodNs,
                Math.max(minPeriodNs, usual.maxPeriodNs()),
                usual.rateShare(),
                usual.retryNs(),
                usual.maxRetries());
    }

    private static long ns(long ms) {
        return TimeUnit.MILLISECONDS.toNanos(ms);
    }
}
