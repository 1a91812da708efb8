package io.steadycast.media.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Stateless. The addresses of this host. */
public final class LocalAddresses {
    private LocalAddresses() {}

    /**
     * Addresses of interfaces that are up: IPv4 before IPv6, loopback last, in a stable order. Link-local ones are left out, since a
     * candidate cannot carry the zone that makes them reachable.
     */
    public static List<InetAddress> all() throws SocketException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp()) {
                one.inetAddresses()
                        .filter(address -> !address.isLinkLocalAddress() && !address.isAnyLocalAddress())
                        .map(LocalAddresses::withoutZone)
                        .forEach(found::add);
            }
        }
        found.sort(Comparator.comparing(InetAddress::isLoopbackAddress).thenComparing(Inet6Address.class::isInstance));
        return found;
    }

    /** The local address the kernel takes towards {@code remote}: connecting a UDP socket looks up the route and sends nothing. */
    public static InetAddress towards(InetAddress remote) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(remote, 9));
            return withoutZone(((InetSocketAddress) channel.getLocalAddress()).getAddress());
        } catch (IOException noRoute) {
            throw new IOException(
                    "announce: this host has no way to " + remote.getHostAddress()
                            + "; name the local address it is mapped to: " + remote.getHostAddress() + "=LOCAL",
                    noRoute);
        }
    }

    private static InetAddress withoutZone(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address;
        }
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
