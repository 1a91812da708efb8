package io.steadycast.netsim.emulate;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What to emulate.
 *
 * @param ports where clients send to, each with the server's port behind it
 * @param paths of new clients
 * @param spin the release thread never sleeps: less late, for a core of its own
 */
public record EmulatorConfig(List<Port> ports, PathMix paths, long seed, boolean spin) {
    public EmulatorConfig {
        ports = List.copyOf(ports);
    }

    /** IPv4 and IPv6 may meet: a client of the one family, a server of the other. */
    public record Port(InetSocketAddress listen, InetSocketAddress server) {}

    public static EmulatorConfig of(InetSocketAddress listen, InetSocketAddress server, NamedPath path, long seed) {
        return new EmulatorConfig(List.of(new Port(listen, server)), PathMix.of(path), seed, false);
    }
}
