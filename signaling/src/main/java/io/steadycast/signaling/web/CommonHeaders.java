package io.steadycast.signaling.web;

import io.steadycast.signaling.http.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Any thread. The first handler of every request: who may ask from where, CORS (Fetch standard), and headers that keep pages safe. */
final class CommonHeaders {
    private static final String EXPOSED = "Location, ETag, Link, Retry-After, Accept-Patch, WWW-Authenticate";
    private static final String REQUEST_HEADERS = "Authorization, Content-Type, If-Match";
    private static final String MAX_AGE_SECONDS = "86400";

    private final OriginPolicy origins;

    CommonHeaders(OriginPolicy origins) {
        this.origins = origins;
    }

    void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        response.putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer");
        String origin = request.getHeader("Origin");
        try {
            origins.require(host(request), origin);
        } catch (ProblemException e) {
            Dispatcher.write(routing, e.reply());
            return;
        }
        origins.allowOrigin(origin).ifPresent(allowed -> {
            response.putHeader("Access-Control-Allow-Origin", allowed)
                    .putHeader("Access-Control-Expose-Headers", EXPOSED)
                    .putHeader("Vary", "Origin");
            if (request.method().name().equals("OPTIONS")) {
                response.putHeader("Access-Control-Allow-Headers", REQUEST_HEADERS)
                        .putHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
            }
        });
        routing.next();
    }

    private static @Nullable String host(HttpServerRequest request) {
        return request.authority() == null ? null : request.authority().host();
    }
}
