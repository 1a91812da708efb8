package io.steadycast.netsim.emulate;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/** Confined to its relay's thread. One client behind the relay and the socket that stands for it towards the server. */
final class RelayLink {
    final InetSocketAddress client;
    DatagramChannel upstream;

    RelayLink(InetSocketAddress client, DatagramChannel upstream) {
        this.client = client;
        this.upstream = upstream;
    }
}
