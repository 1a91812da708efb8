package io.steadycast.signaling.ice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which STUN and TURN servers browsers are told of.
 *
 * @param uris in the order in which they are told, at most {@value #MAX_URIS}
 * @param secret shared with the TURN servers, of which logins are derived; needed with any {@code turn:} or {@code turns:}
 * @param lifetime how long a login is good for, {@link #MIN_LIFETIME} to {@link #MAX_LIFETIME}
 */
public record IceServerConfig(List<String> uris, Optional<String> secret, Duration lifetime) {
    /** In words, for errors. */
    public static final String LEGAL_URI =
            "stun:HOST[:PORT], stuns:HOST[:PORT], turn:HOST[:PORT][?transport=udp|tcp] or"
                    + " turns:HOST[:PORT][?transport=udp|tcp], port in 1..65535";

    public static final int MAX_URIS = 8;
    public static final Duration MIN_LIFETIME = Duration.ofMinutes(1);
    public static final Duration MAX_LIFETIME = Duration.ofDays(7);
    public static final IceServerConfig NONE = new IceServerConfig(List.of(), Optional.empty(), Duration.ofHours(12));

    private static final int MAX_PORT = 65_535;
    private static final String HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}])";
    private static final Pattern URI = Pattern.compile(
            "(?:stuns?:" + HOST + "|(turns?):" + HOST + ")(?::([0-9]{1,5}))?(\\?transport=(?:udp|tcp))?");

    public IceServerConfig {
        uris = List.copyOf(uris);
        for (String uri : uris) {
            if (!isLegal(uri)) {
                throw new IllegalArgumentException("ice-servers.uris: " + uri + " must be " + LEGAL_URI);
            }
        }
        if (uris.size() > MAX_URIS) {
            throw new IllegalArgumentException("ice-servers.uris must be at most " + MAX_URIS);
        }
        if (secret.isEmpty() && uris.stream().anyMatch(IceServerConfig::isTurn)) {
            throw new IllegalArgumentException("ice-servers.secret is needed for turn: and turns:");
        }
        if (lifetime.compareTo(MIN_LIFETIME) < 0 || lifetime.compareTo(MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("ice-servers.lifetime must be in 1 minute .. 7 days, not " + lifetime);
        }
    }

    /** RFC 7064 section 3.1, RFC 7065 section 3.1. */
    public static boolean isLegal(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches() || (parts.group(3) != null && parts.group(1) == null)) {
            return false;
        }
        int port = parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2));
        return port >= 1 && port <= MAX_PORT;
    }

    /** Whether it takes a login. */
    public static boolean isTurn(String uri) {
        return uri.startsWith("turn");
    }

    @Override
    public String toString() {
        return "IceServerConfig" + uris;
    }
}
