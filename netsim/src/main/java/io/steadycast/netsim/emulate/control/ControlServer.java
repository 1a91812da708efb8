package io.steadycast.netsim.emulate.control;

import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.PathNames;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.http.Reply;
import io.steadycast.signaling.web.StaticFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Any thread. HTTP for an emulator: what it does, what it shall do, and a page with both. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int START_STOP_SECONDS = 10;
    private static final int MAX_BODY_BYTES = 16_384;
    private static final int IDLE_SECONDS = 60;
    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final ControlRequests requests;
    private final Supplier<String> report;
    private final StaticFiles files = new StaticFiles();
    private final HttpServer http;

    private ControlServer(Vertx vertx, ControlRequests requests, Supplier<String> report, String host) {
        this.vertx = vertx;
        this.requests = requests;
        this.report = report;
        this.http = vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(IDLE_SECONDS))
                .requestHandler(router(host));
    }

    /** Throws, with words fit for the operator, where the port cannot be had. {@code report} is made anew for each request. */
    public static ControlServer start(
            Emulator emulator, PathNames profiles, Supplier<String> report, String host, int port) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        try {
            ControlServer server = new ControlServer(vertx, new ControlRequests(emulator, profiles), report, host);
            await(server.http.listen(port, host), "listen on TCP " + host + ":" + port);
            return server;
        } catch (IOException | RuntimeException failed) {
            vertx.close();
            throw failed;
        }
    }

    /** The port that HTTP is bound to. */
    public int port() {
        return http.actualPort();
    }

    private Router router(String host) {
        Router router = Router.router(vertx);
        router.route().handler(new Guard(host)::handle);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        get(router, "/", routing -> files.ours("emulator.html", ifNoneMatch(routing)));
        get(router, "/assets/*", routing -> files.ours(routing.normalizedPath().substring(1), ifNoneMatch(routing)));
        get(router, "/lib/*", routing -> files.webJar(routing.normalizedPath().substring(5), ifNoneMatch(routing)));
        get(router, "/api/state", routing -> json(Json.text(requests.state())));
        get(router, "/api/vocabulary", routing -> json(Json.text(requests.vocabulary())));
        get(router, "/api/audit", routing -> json(Json.text(requests.audit())));
        get(router, "/api/report", routing -> json(report.get()));
        change(router, HttpMethod.PUT, "/api/impairment", (who, client, body) -> requests.impairment(who, body));
        for (String clients : new String[] {"/api", "/api/clients/:client"}) {
            change(router, HttpMethod.PUT, clients + "/profile", requests::profile);
            change(router, HttpMethod.PATCH, clients + "/parameters", requests::parameters);
            change(router, HttpMethod.POST, clients + "/events", requests::event);
        }
        problem(router, 404, "not-found", "Not found", "There is nothing at this path.");
        problem(router, 405, "method", "Method not allowed", "This path has other methods.");
        problem(router, 413, "too-large", "Body too large", "A body may have at most " + MAX_BODY_BYTES + " bytes.");
        problem(router, 400, "request", "Bad request", "The request is malformed.");
        problem(router, 500, "internal", "Internal error", "The emulator has a bug here; its log says more.");
        return router;
    }

    private interface Question {
        Reply answer(RoutingContext routing) throws ProblemException;
    }

    private interface Change {
        void make(String who, int client, ObjectNode body) throws ProblemException;
    }

    private static void get(Router router, String path, Question question) {
        router.get(path).blockingHandler(routing -> answer(routing, question), false);
    }

    /** Answers with the state that came of it. */
    private void change(Router router, HttpMethod method, String path, Change change) {
        router.route(method, path)
                .blockingHandler(
                        routing -> answer(routing, asked -> {
                            String client = asked.pathParam("client");
                            change.make(who(asked), client == null ? Emulator.ALL : id(client), body(asked));
                            return json(Json.text(requests.state()));
                        }),
                        false);
    }

    private static String who(RoutingContext routing) {
        return "http " + routing.request().remoteAddress().hostAddress();
    }

    private static int id(String text) throws ProblemException {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Json.refused("client is \"" + text + "\", legal is the id of a client in /api/state");
        }
        return Integer.parseInt(text);
    }

    private static ObjectNode body(RoutingContext routing) throws ProblemException {
        String type =
                Optional.ofNullable(routing.request().getHeader("Content-Type")).orElse("");
        // A form of a foreign page can send no such type without asking first, which nothing here permits.
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            throw new ProblemException(
                    415, "media-type", "Media type not supported", "Content-Type must be " + JSON + ".");
        }
        return Json.object(
                routing.body().buffer() == null
                        ? new byte[0]
                        : routing.body().buffer().getBytes());
    }

    private static Reply json(String text) {
        return Reply.text(200, JSON, text).with("Cache-Control", "no-store");
    }

    private static Optional<String> ifNoneMatch(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getHeader("If-None-Match"));
    }

    private static void answer(RoutingContext routing, Question question) {
        Reply reply;
        try {
            reply = question.answer(routing);
        } catch (ProblemException refused) {
            reply = refused.reply();
        } catch (IllegalStateException ending) {
            reply = new ProblemException(503, "busy", "Not now", String.valueOf(ending.getMessage())).reply();
        } catch (RuntimeException bug) {
            LOG.error("{} {}", routing.request().method(), routing.normalizedPath(), bug);
            reply = new ProblemException(
                            500, "internal", "Internal error", "The emulator has a bug here; its log says more.")
                    .reply();
        }
        write(routing, reply);
    }

    static void write(RoutingContext routing, Reply reply) {
        if (routing.response().ended() || routing.response().closed()) {
            return;
        }
        routing.response().setStatusCode(reply.status());
        reply.headers().forEach(routing.response()::putHeader);
        if (reply.status() == 304) {
            routing.response().end();
        } else {
            routing.response().end(reply.body());
        }
    }

    private static void problem(Router router, int status, String type, String title, String detail) {
        Reply reply = new ProblemException(status, type, title, detail).reply();
        router.errorHandler(status, routing -> write(routing, reply));
    }

    private static void await(Future<?> future, String what) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException("cannot " + what + ": " + cause.getMessage(), failed);
        } catch (TimeoutException slow) {
            throw new IOException("cannot " + what + " within " + START_STOP_SECONDS + " s", slow);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trying to " + what, e);
        }
    }

    @Override
    public void close() {
        try {
            await(http.close(), "stop HTTP");
            await(vertx.close(), "stop Vert.x");
        } catch (IOException late) {
            LOG.warn("the control server did not end in order: {}", late.getMessage());
        }
    }
}
