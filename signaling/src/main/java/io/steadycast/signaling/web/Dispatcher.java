package io.steadycast.signaling.web;

import io.steadycast.signaling.http.Call;
import io.steadycast.signaling.http.Endpoint;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any thread. Carries requests from the event loop to endpoints and replies back: each call has a virtual thread of its own, and no more
 * than a fixed number runs at a time.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final ExecutorService calls = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-call-", 0).factory());
    private final Semaphore places;

    Dispatcher(int maxCalls) {
        places = new Semaphore(maxCalls);
    }

    void dispatch(RoutingContext routing, Endpoint endpoint) {
        Call call = call(routing);
        Context loop = routing.vertx().getOrCreateContext();
        if (!places.tryAcquire()) {
            ProblemException busy = new ProblemException(
                    503, "busy", "Server busy", "Too many requests are being answered; try again.");
            write(routing, busy.with("Retry-After", "1").reply());
            return;
        }
        calls.execute(() -> {
            Reply reply;
            try {
                reply = answer(endpoint, call);
            } finally {
                places.release();
            }
            loop.runOnContext(_ -> write(routing, reply));
        });
    }

    /** Waits for the calls that run. */
    void close() {
        calls.close();
    }

    private static Reply answer(Endpoint endpoint, Call call) {
        try {
            return endpoint.handle(call);
        } catch (ProblemException e) {
            return e.reply();
        } catch (RuntimeException e) {
            LOG.error("{} failed", call.method(), e);
            return new ProblemException(
                            500, "internal", "Internal error", "The server has a bug here; its log says more.")
                    .reply();
        }
    }

    static void write(RoutingContext routing, Reply reply) {
        HttpServerResponse response = routing.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        boolean mayHaveBody = reply.status() != 204 && reply.status() != 304;
        if (mayHaveBody && HttpMethod.HEAD.equals(routing.request().method())) {
            response.putHeader("Content-Length", Integer.toString(reply.body().length()))
                    .end();
        } else if (mayHaveBody) {
            response.end(reply.body());
        } else {
            response.end();
        }
    }

    private static Call call(RoutingContext routing) {
        Map<String, String> headers = new HashMap<>();
        routing.request()
                .headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b));
        Map<String, String> query = new HashMap<>();
        routing.queryParams().forEach(parameter -> query.putIfAbsent(parameter.getKey(), parameter.getValue()));
        Buffer body = routing.body().buffer();
        return new Call(
                routing.request().method().name(),
                routing.pathParams(),
                query,
                headers,
                body == null ? Buffer.buffer() : body);
    }
}
