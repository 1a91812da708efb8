package io.steadycast.netsim.client;

import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.endpoint.EndpointTransport;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.SyntheticHost;
import org.jspecify.annotations.Nullable;

/** Confined to its session. To publish as a browser does. */
final class PublishRole implements ClientRole {
    /** Of the one host of a process, in its packets' truth. */
    private static final int HOST_ID = 1;

    private final HostConfig config;
    private final VideoFormat format;
    private volatile @Nullable SyntheticHost host;

    PublishRole(HostConfig config, VideoFormat format) {
        this.config = config.withoutLoneRid();
        this.format = format;
    }

    @Override
    public String offer(LocalEnd end, long sessionId) {
        return OfferText.publish(
                end,
                sessionId,
                format,
                config.layers().stream().map(HostConfig.Layer::rid).toList());
    }

    @Override
    public Endpoint endpoint(Answer answer, EndpointTransport.Maker transports, long seed) {
        SyntheticHost made = new SyntheticHost(config, transports, HOST_ID, seed);
        host = made;
        return made;
    }

    /** Once the server has answered, null before. */
    @Nullable
    SyntheticHost host() {
        return host;
    }
}
