package io.steadycast.signaling.web;

import io.steadycast.signaling.http.Endpoint;
import io.steadycast.signaling.http.ProblemException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Confined to the start of the server. One path with its methods: answers {@code OPTIONS} by itself, and any other method with 405 and
 * {@code Allow} (RFC 9110 section 15.5.6).
 */
final class Resource {
    private final String path;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Map<String, String> accepts = new LinkedHashMap<>();

    Resource(String path) {
        this.path = path;
    }

    Resource on(HttpMethod method, Endpoint endpoint) {
        endpoints.put(method.name(), endpoint);
        return this;
    }

    /** {@code Accept-Post} or {@code Accept-Patch} of the answer to {@code OPTIONS}. */
    Resource accepts(String header, String types) {
        accepts.put(header, types);
        return this;
    }

    void mount(Router router, Dispatcher dispatcher) {
        router.route(path).handler(routing -> handle(routing, dispatcher));
    }

    private void handle(RoutingContext routing, Dispatcher dispatcher) {
        String method = routing.request().method().name();
        Endpoint endpoint = endpoints.get(method);
        if (endpoint == null && method.equals("HEAD")) {
            endpoint = endpoints.get("GET");
        }
        if (endpoint != null) {
            dispatcher.dispatch(routing, endpoint);
        } else if (method.equals("OPTIONS")) {
            accepts.forEach(routing.response()::putHeader);
            routing.response()
                    .putHeader("Allow", allow())
                    .putHeader("Access-Control-Allow-Methods", allow())
                    .setStatusCode(204)
                    .end();
        } else {
            String detail = method + " is not allowed here; allowed are " + allow() + ".";
            Dispatcher.write(
                    routing,
                    new ProblemException(405, "method", "Method not allowed", detail)
                            .with("Allow", allow())
                            .reply());
        }
    }

    private String allow() {
        return String.join(", ", endpoints.keySet()) + ", OPTIONS";
    }
}
