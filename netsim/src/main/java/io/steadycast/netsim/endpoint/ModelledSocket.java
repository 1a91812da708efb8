package io.steadycast.netsim.endpoint;

import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Confined to its simulation. Where a simulated client hears what its path delivers: real checks with these credentials, a modelled handshake, media under the null cipher. */
public final class ModelledSocket implements EndpointTransport.Maker {
    private final IcePair credentials;
    private @Nullable ModelledTransport transport;

    public ModelledSocket(IcePair credentials) {
        this.credentials = credentials;
    }

    @Override
    public EndpointTransport make(EndpointTransport.Owner owner, SplittableRandom random) {
        transport = new ModelledTransport(owner, credentials, random);
        return transport;
    }

    /** Checks and handshake begin again, towards a peer with these credentials. Not before the client was made, nor once it is connected. */
    public void joinAnew(long nowNs, IcePair newCredentials) {
        Objects.requireNonNull(transport).joinAnew(nowNs, newCredentials);
    }

    /** The bytes are the client's from now on. Not before the client was made. */
    public void onDatagram(long nowNs, byte[] datagram) {
        Objects.requireNonNull(transport).onDatagram(nowNs, datagram);
    }
}
