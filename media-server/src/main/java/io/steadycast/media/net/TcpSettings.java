package io.steadycast.media.net;

import java.net.InetAddress;
import java.util.List;

/**
 * How TCP connections of peers are accepted (RFC 6544).
 *
 * @param addresses local addresses, each with a listening socket on {@code port}
 */
public record TcpSettings(DatagramTransport transport, List<InetAddress> addresses, int port, Limits limits) {
    public TcpSettings {
        addresses = List.copyOf(addresses);
    }

    /**
     * Bounds of what may be open at a time.
     *
     * @param connections in all
     * @param perAddress from one IPv4 address or one IPv6 /64
     * @param waiting that have not shown yet whom they want
     * @param setupMs they have for that
     */
    public record Limits(int connections, int perAddress, int waiting, long setupMs) {}
}
