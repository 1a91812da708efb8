package io.steadycast.signaling.web;

import io.steadycast.signaling.http.ProblemException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. Which web pages may talk to us. Where tokens are asked for, any: a page cannot send a token it does not have. In open mode
 * the only protection is that requests come from this machine, so pages of the Internet that this machine's browser shows must not pass
 * for it: their {@code Origin} is refused, and so is a {@code Host} that is not loopback, which defeats DNS rebinding.
 */
record OriginPolicy(boolean open) {
    /** Refuses a request that a strange page seems to have made. */
    void require(@Nullable String host, @Nullable String origin) throws ProblemException {
        if (!open) {
            return;
        }
        if (!isLoopback(host == null ? "" : host)) {
            throw new ProblemException(
                    403,
                    "host",
                    "Host not allowed",
                    "Without tokens the server only answers to localhost and loopback addresses.");
        }
        if (origin != null && !isLoopbackOrigin(origin)) {
            throw new ProblemException(
                    403,
                    "origin",
                    "Origin not allowed",
                    "Without tokens only pages from localhost or loopback addresses are served.");
        }
    }

    /** The value of {@code Access-Control-Allow-Origin}, if the request came from another page's script. */
    Optional<String> allowOrigin(@Nullable String origin) {
        if (origin == null) {
            return Optional.empty();
        }
        if (open) {
            return isLoopbackOrigin(origin) ? Optional.of(origin) : Optional.empty();
        }
        return Optional.of("*");
    }

    private static boolean isLoopbackOrigin(String origin) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && isLoopback(origin.substring(scheme + 3).replaceFirst(":[0-9]{1,5}$", ""));
    }

    /** A host without its port, in the brackets of IPv6 or not. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}
