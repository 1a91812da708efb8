package io.steadycast.netsim.emulate;

import io.steadycast.media.net.LocalAddresses;
import io.steadycast.netsim.BadInput;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stateless. Options that say where to listen and where to send to. */
public final class Endpoints {
    private static final Pattern LISTEN =
            Pattern.compile("(?:(?<host>\\[[^]]+]|[^:\\[\\]]+):)?(?<first>\\d{1,5})(?:-(?<last>\\d{1,5}))?");
    private static final Pattern PLACE = Pattern.compile("(?<host>\\[[^]]+]|[^:\\[\\]]+):(?<port>\\d{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORTS = 64;

    private Endpoints() {}

    /** {@code 192.0.2.1:20000}, {@code [2001:db8::1]:20000}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** {@code HOST:PORT}, {@code [V6]:PORT}. */
    public static InetSocketAddress place(String option, String text, int leastPort) {
        Matcher matcher = PLACE.matcher(text);
        if (!matcher.matches()) {
            throw new BadInput(option + " " + text + ": legal is HOST:PORT, IPv6 as [::1]:10000");
        }
        return new InetSocketAddress(
                host(option, matcher.group("host")), port(option, text, matcher.group("port"), leastPort));
    }

    /**
     * {@code [ADDRESS:]PORT[-LAST]}. Without an address: the loopback one when the server is there, so that the emulator opens nothing to others that was closed to them;
     * else every address of this host, each with a socket of its own, since an answer must come from where it was asked.
     */
    public static List<EmulatorConfig.Port> ports(String option, String text, InetSocketAddress server) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches()) {
            throw new BadInput(option + " " + text + ": legal is PORT, PORT-LAST or ADDRESS:PORT, IPv6 as [::1]:20000");
        }
        int first = port(option, text, matcher.group("first"), 0);
        int last = matcher.group("last") == null ? first : port(option, text, matcher.group("last"), 1);
        if (last < first || last - first >= MAX_PORTS || (first == 0 && last != 0)) {
            throw new BadInput(option + " " + text + ": legal are 1 to " + MAX_PORTS + " ports, the lower first");
        }
        if (server.getPort() + last - first > MAX_PORT) {
            throw new BadInput(option + " " + text + ": --to has no room for as many ports up to " + MAX_PORT);
        }
        List<EmulatorConfig.Port> ports = new ArrayList<>();
        for (InetAddress address : addresses(option, matcher.group("host"), server)) {
            for (int i = 0; i <= last - first; i++) {
                ports.add(new EmulatorConfig.Port(
                        new InetSocketAddress(address, first + i),
                        new InetSocketAddress(server.getAddress(), server.getPort() + i)));
            }
        }
        return ports;
    }

    private static List<InetAddress> addresses(String option, @Nullable String host, InetSocketAddress server) {
        if (host != null) {
            return List.of(host(option, host));
        }
        if (server.getAddress().isLoopbackAddress()) {
            return List.of(server.getAddress());
        }
        try {
            return LocalAddresses.all();
        } catch (IOException none) {
            throw new BadInput(option + ": the addresses of this host cannot be told: " + none.getMessage());
        }
    }

    private static InetAddress host(String option, String text) {
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException unknown) {
            throw new BadInput(option + " " + text + ": there is no such host");
        }
    }

    private static int port(String option, String text, String digits, int least) {
        int port = Integer.parseInt(digits);
        if (port < least || port > MAX_PORT) {
            throw new BadInput(option + " " + text + ": port is " + port + ", legal is " + least + " to " + MAX_PORT);
        }
        return port;
    }
}
