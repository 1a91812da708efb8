package io.steadycast.signaling;

import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.room.RoomClock;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.sdp.Negotiations;
import io.steadycast.signaling.web.HttpConfig;
import io.steadycast.signaling.web.SignalingConfig;
import io.steadycast.signaling.web.SignalingServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Any thread. A control plane on a port of loopback over a {@link FakeMediaPlane}, whose clock a test can turn on, and a client. */
public final class TestServer implements AutoCloseable {
    public final FakeMediaPlane plane = new FakeMediaPlane();
    /** Time that a test leaps over. */
    public final AtomicLong skippedNs = new AtomicLong();

    public final SignalingServer server;
    public final HttpClient client = HttpClient.newHttpClient();

    public TestServer(AuthConfig auth, RoomLimits limits) {
        this(HttpConfig.at("127.0.0.1", 0), auth, limits);
    }

    public TestServer(HttpConfig http, AuthConfig auth, RoomLimits limits) {
        this(new SignalingConfig(http, auth, limits, PausePolicy.DEFAULT, Negotiations.DEFAULT, IceServerConfig.NONE));
    }

    public TestServer(SignalingConfig config) {
        try {
            server = SignalingServer.start(
                    config, plane, new RoomClock(() -> System.nanoTime() + skippedNs.get(), System::currentTimeMillis));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static TestServer open() {
        return new TestServer(AuthConfig.open(), RoomLimits.DEFAULT);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path));
    }

    public HttpRequest.Builder sdp(String path, String body) {
        return request(path).header("Content-Type", "application/sdp").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpRequest.Builder patch(String path, String type, String body) {
        return request(path).header("Content-Type", type).method("PATCH", HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Publishes a fixture; the session's path. */
    public String publish(String room, String fixture) {
        return created(send(sdp("/whip/" + room, fixture(fixture))));
    }

    public String view(String room, String fixture) {
        return created(send(sdp("/whep/" + room, fixture(fixture))));
    }

    public static String created(HttpResponse<String> response) {
        if (response.statusCode() != 201) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return response.headers().firstValue("Location").orElseThrow();
    }

    public static JsonObject problem(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (!type.equals("application/problem+json")) {
            throw new AssertionError("not a problem: " + response.statusCode() + " " + type + " " + response.body());
        }
        return new JsonObject(response.body());
    }

    /** An offer of {@code src/test/resources/sdp}. */
    public static String fixture(String name) {
        try (var in = TestServer.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\r?\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.close();
    }
}
