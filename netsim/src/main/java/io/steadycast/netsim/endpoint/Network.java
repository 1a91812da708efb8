package io.steadycast.netsim.endpoint;

/** Where an endpoint's datagrams go: a simulated path, or a real socket. The array belongs to the network afterwards. */
@FunctionalInterface
public interface Network {
    void send(long nowNs, byte[] datagram);
}
