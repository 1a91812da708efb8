package io.steadycast.netsim.emulate.control;

import io.steadycast.signaling.http.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. The first handler of every request. There are no accounts: who reaches the port may use it. But a page from elsewhere that runs in the operator's browser
 * may not, neither with its own origin nor under a name that it made lead here (DNS rebinding).
 */
final class Guard {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String boundHost;

    Guard(String boundHost) {
        this.boundHost = boundHost;
    }

    void handle(RoutingContext routing) {
        routing.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", POLICY);
        var authority = routing.request().authority();
        String host = authority == null ? null : authority.host();
        String origin = routing.request().getHeader("Origin");
        if (!known(host)) {
            refuse(routing, "Host must be an address, localhost or " + boundHost + ".");
        } else if (origin != null
                && !origin.equals("http://" + routing.request().getHeader("Host"))) {
            refuse(routing, "Pages of other origins may not use this.");
        } else {
            routing.next();
        }
    }

    private boolean known(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.equals("localhost") || bare.equals(boundHost)) {
            return true;
        }
        try {
            InetAddress.ofLiteral(bare);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    private static void refuse(RoutingContext routing, String why) {
        ControlServer.write(routing, new ProblemException(403, "origin", "Not from there", why).reply());
    }
}
