package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. A socket: a front that clients send to ({@code client} is null), or the one that stands for a client towards the server.
 *
 * @param server where what clients send to this front goes to
 * @param port local
 * @param mapping the path's number for this port; 0 for a front
 */
record Inlet(
        DatagramChannel channel,
        InetSocketAddress server,
        @Nullable ClientPath client,
        int port,
        int mapping) {
    /** The kernel silently cuts it to net.core.rmem_max; what it then drops is counted. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;

    static Inlet front(InetSocketAddress listen, InetSocketAddress server) throws IOException {
        return open(listen, server, null, 0);
    }

    /** Its local address is the one that the kernel takes towards the server. */
    static Inlet upstream(InetSocketAddress server, ClientPath client, int mapping) throws IOException {
        Inlet inlet = open(null, server, client, mapping);
        try {
            inlet.channel.connect(server);
        } catch (IOException unreachable) {
            inlet.close();
            throw unreachable;
        }
        return inlet;
    }

    private static Inlet open(
            @Nullable InetSocketAddress listen, InetSocketAddress server, @Nullable ClientPath client, int mapping)
            throws IOException {
        InetSocketAddress family = listen == null ? server : listen;
        DatagramChannel channel = DatagramChannel.open(
                family.getAddress().getAddress().length == 16
                        ? StandardProtocolFamily.INET6
                        : StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
            channel.bind(listen);
            channel.configureBlocking(false);
            return new Inlet(channel, server, client, local(channel).getPort(), mapping);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static InetSocketAddress local(DatagramChannel channel) throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    InetSocketAddress address() throws IOException {
        return local(channel);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing to be done: the descriptor is released in any case.
        }
    }
}
