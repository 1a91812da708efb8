package io.steadycast.media.config;

import io.steadycast.media.config.ServerConfig.Announced;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stateless. The key {@code announce}: {@code ADDRESS}, {@code PUBLIC=LOCAL}, and either with ports, as NATs and link emulators need it that serve the media
 * ports elsewhere.
 */
final class AnnounceReader {
    private static final String KEY = "announce";
    private static final int MAX_PORT = 65_535;

    private AnnounceReader() {}

    private record End(InetAddress address, int port) {}

    static List<Announced> read(ConfigReader reader, ServerConfig.Udp udp) {
        List<Announced> result = new ArrayList<>();
        for (String entry : reader.strings(KEY)) {
            String[] parts = entry.strip().split("=", 2);
            End shown = end(parts[0].strip());
            End local = parts.length == 2 ? end(parts[1].strip()) : shown;
            if (shown == null
                    || local == null
                    || shown.address().isAnyLocalAddress()
                    || shown.address().isMulticastAddress()) {
                reject(
                        reader,
                        entry,
                        "must be an IPv4 or IPv6 address, or PUBLIC=LOCAL, where PUBLIC may carry a port"
                                + " (192.0.2.1:20000, [2001:db8::1]:20000)");
            } else if (shown.address().getClass() != local.address().getClass()) {
                reject(reader, entry, "maps between IPv4 and IPv6");
            } else {
                int basePort = basePort(reader, entry, shown.port(), parts.length == 2 ? local.port() : 0, udp);
                result.add(new Announced(
                        shown.address().getHostAddress(),
                        basePort,
                        parts.length == 2 ? local.address().getHostAddress() : null));
            }
        }
        return result;
    }

    /** The port told for the first loop, when {@code shownPort} stands for {@code localPort}; no local port: the first loop's. */
    private static int basePort(ConfigReader reader, String entry, int shownPort, int localPort, ServerConfig.Udp udp) {
        if (shownPort == 0) {
            if (localPort != 0) {
                reject(reader, entry, "has a local port without a public one");
            }
            return 0;
        }
        int last = udp.basePort() + udp.loops() - 1;
        if (localPort != 0 && (localPort < udp.basePort() || localPort > last)) {
            reject(reader, entry, "names port " + localPort + "; media uses " + udp.basePort() + ".." + last);
            return 0;
        }
        int basePort = localPort == 0 ? shownPort : shownPort - localPort + udp.basePort();
        if (basePort < 1 || basePort + udp.loops() - 1 > MAX_PORT) {
            reject(reader, entry, "leaves no room for " + udp.loops() + " ports between 1 and " + MAX_PORT);
            return 0;
        }
        return basePort;
    }

    private static void reject(ConfigReader reader, String entry, String why) {
        reader.reject(KEY, "is not legal: \"" + entry + "\" " + why);
    }

    /** {@code ADDRESS}, {@code V4:PORT} or {@code [V6]:PORT}; null if it is neither. */
    private static @Nullable End end(String text) {
        InetAddress bare = Addresses.literal(text);
        if (bare != null) {
            return new End(bare, 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || !text.substring(colon + 1).matches("[1-9]\\d{0,4}")) {
            return null;
        }
        boolean bracketed = text.startsWith("[") && text.charAt(colon - 1) == ']';
        InetAddress address = Addresses.literal(bracketed ? text.substring(1, colon - 1) : text.substring(0, colon));
        int port = Integer.parseInt(text.substring(colon + 1));
        return address == null || port > MAX_PORT || address instanceof Inet6Address != bracketed
                ? null
                : new End(address, port);
    }
}
