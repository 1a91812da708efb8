package io.steadycast.signaling.web;

import io.steadycast.signaling.auth.AuthSetupException;
import io.steadycast.signaling.auth.Authenticator;
import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.ice.IceServers;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.room.RoomClock;
import io.steadycast.signaling.room.RoomRegistry;
import io.steadycast.signaling.sdp.SdpLimits;
import io.steadycast.signaling.whip.MediaEndpoints;
import io.steadycast.signaling.whip.Negotiators;
import io.steadycast.signaling.whip.SessionEndpoints;
import io.steadycast.signaling.ws.Sockets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Any thread. The whole control plane: rooms, WHIP/WHEP, WebSockets and pages, over one media plane. */
public final class SignalingServer implements AutoCloseable {
    private static final int START_STOP_SECONDS = 20;
    private static final int IDLE_SECONDS = 60;
    private static final int PING_SECONDS = 20;
    private static final int TICK_MS = 250;
    private static final int MAX_MESSAGE_BYTES = 16_384;
    private static final int MAX_URL_BYTES = 8_192;
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final Vertx vertx;
    private final RoomRegistry rooms;
    private final Sockets sockets;
    private final Dispatcher dispatcher;
    private final HttpServer http;
    private final ScheduledExecutorService ticker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SignalingServer(
            Vertx vertx,
            RoomRegistry rooms,
            Sockets sockets,
            Dispatcher dispatcher,
            HttpServer http,
            ScheduledExecutorService ticker) {
        this.vertx = vertx;
        this.rooms = rooms;
        this.sockets = sockets;
        this.dispatcher = dispatcher;
        this.http = http;
        this.ticker = ticker;
    }

    /** Loads what {@link #start} takes longest to load, for who has a second thread while something else starts. Changes nothing. */
    public static void load() {
        Vertx.vertx(threads()).close().await();
    }

    private static VertxOptions threads() {
        return new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2);
    }

    /** Starts and listens. Refuses a configuration that would let strangers in. */
    public static SignalingServer start(SignalingConfig config, MediaPlane plane)
            throws AuthSetupException, IOException {
        return start(config, plane, RoomClock.system(), Map.of());
    }

    /** The same with pages for operators, by path: plain text that is made anew for each request. */
    public static SignalingServer start(SignalingConfig config, MediaPlane plane, Map<String, Supplier<String>> reports)
            throws AuthSetupException, IOException {
        return start(config, plane, RoomClock.system(), reports);
    }

    /** The same on a clock of the caller's. */
    public static SignalingServer start(SignalingConfig config, MediaPlane plane, RoomClock clock)
            throws AuthSetupException, IOException {
        return start(config, plane, clock, Map.of());
    }

    private static SignalingServer start(
            SignalingConfig config, MediaPlane plane, RoomClock clock, Map<String, Supplier<String>> reports)
            throws AuthSetupException, IOException {
        Vertx vertx = Vertx.vertx(threads());
        try {
            String host = config.http().host();
            InstantSource wall = () -> Instant.ofEpochMilli(clock.epochMillis().getAsLong());
            Authenticator auth = Authenticator.create(config.auth(), host, vertx, wall);
            RoomRegistry rooms = RoomRegistry.open(plane, config.rooms(), config.pauses(), clock);
            Dispatcher dispatcher = new Dispatcher(config.http().maxCalls());
            Negotiators negotiators = new Negotiators(config.negotiations());
            IceServers iceServers = new IceServers(config.iceServers(), wall);
            MediaEndpoints media = new MediaEndpoints(rooms, auth, negotiators, iceServers);
            Router router = router(vertx, auth, rooms, dispatcher, media);
            new IceServerRoutes(auth, iceServers).mount(router, dispatcher);
            new OperatorRoutes(auth, reports).mount(router, dispatcher);
            new AdminRoutes(auth, rooms).mount(router, dispatcher);
            HttpServerOptions options = new HttpServerOptions()
                    .setIdleTimeout(IDLE_SECONDS)
                    .setHttp2ClearTextEnabled(false)
                    .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES)
                    .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                    .setMaxInitialLineLength(MAX_URL_BYTES)
                    .setMaxHeaderSize(2 * MAX_URL_BYTES);
            Sockets sockets = new Sockets(rooms, auth, config.http().maxSockets(), clock.nanoTime());
            rooms.listen(sockets.listener());
            OriginPolicy origins = new OriginPolicy(auth.isOpen());
            HttpServer http = vertx.createHttpServer(options)
                    .requestHandler(router)
                    .webSocketHandshakeHandler(handshake -> answer(handshake, origins, sockets))
                    .webSocketHandler(sockets::accept);
            await(
                    http.listen(config.http().port(), host),
                    "listen on " + host + ":" + config.http().port());
            ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("signaling-tick").daemon().factory());
            var _ = ticker.scheduleAtFixedRate(rooms::tick, 1, 1, TimeUnit.SECONDS);
            var _ = ticker.scheduleAtFixedRate(sockets::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
            var _ = ticker.scheduleAtFixedRate(sockets::ping, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
            return new SignalingServer(vertx, rooms, sockets, dispatcher, http, ticker);
        } catch (AuthSetupException | IOException | RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** The port that HTTP is bound to. */
    public int port() {
        return http.actualPort();
    }

    /** The rooms, for whoever watches or drives them from inside the process. */
    public RoomRegistry rooms() {
        return rooms;
    }

    /** Takes no more requests, tells pages, ends all sessions. A second call does nothing. */
    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ticker.shutdownNow();
        rooms.close();
        sockets.close();
        dispatcher.close();
        await(http.close(), "stop HTTP");
        await(vertx.close(), "stop Vert.x");
    }

    private static void answer(ServerWebSocketHandshake handshake, OriginPolicy origins, Sockets sockets) {
        int refusal = sockets.refusal(handshake.path());
        try {
            String host =
                    handshake.authority() == null ? null : handshake.authority().host();
            origins.require(host, handshake.headers().get("Origin"));
        } catch (ProblemException e) {
            refusal = e.status();
        }
        if (refusal == 0) {
            handshake.accept();
        } else {
            handshake.reject(refusal);
        }
    }

    private static Router router(
            Vertx vertx, Authenticator auth, RoomRegistry rooms, Dispatcher dispatcher, MediaEndpoints media) {
        Router router = Router.router(vertx);
        router.route().handler(new CommonHeaders(new OriginPolicy(auth.isOpen()))::handle);
        router.route().handler(BodyHandler.create(false).setBodyLimit(SdpLimits.MAX_BYTES));
        SessionEndpoints sessions = new SessionEndpoints(rooms, auth);
        new Resource("/whip/:room")
                .on(HttpMethod.POST, media::publish)
                .accepts("Accept-Post", "application/sdp")
                .mount(router, dispatcher);
        new Resource("/whep/:room")
                .on(HttpMethod.POST, media::view)
                .accepts("Accept-Post", "application/sdp")
                .mount(router, dispatcher);
        new Resource("/whip/:room/:session")
                .on(HttpMethod.PATCH, sessions::patchPublisher)
                .on(HttpMethod.DELETE, sessions::deletePublisher)
                .accepts("Accept-Patch", FRAGMENT)
                .mount(router, dispatcher);
        new Resource("/whep/:room/:session")
                .on(HttpMethod.PATCH, sessions::patchViewer)
                .on(HttpMethod.DELETE, sessions::deleteViewer)
                .accepts("Accept-Patch", FRAGMENT + ", application/json")
                .mount(router, dispatcher);
        new PageRoutes(rooms, auth).mount(router, dispatcher);
        router.errorHandler(
                404, routing -> problem(routing, 404, "not-found", "Not found", "There is nothing at this path."));
        router.errorHandler(
                400, routing -> problem(routing, 400, "request", "Bad request", "The request is malformed."));
        router.errorHandler(
                413,
                routing -> problem(
                        routing,
                        413,
                        "too-large",
                        "Body too large",
                        "A body may have at most " + SdpLimits.MAX_BYTES + " bytes."));
        router.errorHandler(
                500,
                routing -> problem(
                        routing, 500, "internal", "Internal error", "The server has a bug here; its log says more."));
        return router;
    }

    private static void problem(RoutingContext routing, int status, String type, String title, String detail) {
        Dispatcher.write(routing, new ProblemException(status, type, title, detail).reply());
    }

    private static void await(Future<?> future, String what) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("cannot " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("cannot " + what + " within " + START_STOP_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trying to " + what, e);
        }
    }
}
