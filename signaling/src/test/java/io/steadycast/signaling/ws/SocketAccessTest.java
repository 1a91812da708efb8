package io.steadycast.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.auth.TestTokens;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.web.HttpConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a WebSocket, with which token, how many there are, and how they end. */
final class SocketAccessTest {
    private static final HttpConfig TWO_SOCKETS = new HttpConfig("127.0.0.1", 0, 64, 2);

    private TestServer server = new TestServer(AuthConfig.hs256(TestTokens.SECRET), RoomLimits.DEFAULT);

    @AfterEach
    void stop() {
        server.close();
    }

    private void refused(String hello, String code, String inDetail) throws Exception {
        TestSocket page = TestSocket.open(server, "/ws/room/shop").say(hello);
        JsonObject error = page.await("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("detail")).contains(inDetail);
        assertThat(page.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
    }

    private static String hello(String role, String token) {
        return new JsonObject()
                .put("type", "hello")
                .put("role", role)
                .put("token", token)
                .encode();
    }

    @Test
    void aRoomsSocketWantsAFittingToken() throws Exception {
        refused("{\"type\":\"hello\",\"role\":\"view\"}", "no-token", "Authorization");
        refused(hello("view", "nonsense"), "invalid-token", "three");
        refused(hello("view", TestTokens.token("shop", "view", -6)), "invalid-token", "expired");
        refused(hello("publish", TestTokens.token("shop", "view", 60)), "forbidden", "publish");
        refused(hello("view", TestTokens.token("other", "view", 60)), "forbidden", "other");
        refused(hello("owner", TestTokens.token("shop", "view", 60)), "role", "view or publish");
        TestSocket page =
                TestSocket.open(server, "/ws/room/shop").say(hello("view", TestTokens.token("shop", "view", 60)));
        assertThat(page.await("room").getString("room")).isEqualTo("shop");
    }

    @Test
    void theLobbyShowsTheRoomsOfTheToken() throws Exception {
        for (String room : new String[] {"shop", "other"}) {
            TestServer.created(server.send(server.sdp("/whip/" + room, TestServer.fixture("chromium-simulcast"))
                    .header("Authorization", "Bearer " + TestTokens.token(room, "publish", 60))));
        }
        TestSocket without = TestSocket.open(server, "/ws/lobby").say("{\"type\":\"hello\"}");
        assertThat(without.await("error").getString("code")).isEqualTo("no-token");
        assertThat(without.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
        TestSocket one = TestSocket.open(server, "/ws/lobby").say(hello("view", TestTokens.token("shop", "view", 60)));
        JsonArray visible = one.await("rooms").getJsonArray("rooms");
        assertThat(visible).hasSize(1);
        assertThat(visible.getJsonObject(0).getString("room")).isEqualTo("shop");
        TestSocket all = TestSocket.open(server, "/ws/lobby").say(hello("view", TestTokens.token("*", "view", 60)));
        assertThat(all.await("rooms").getJsonArray("rooms")).hasSize(2);
    }

    private int handshake(String path, String origin) {
        URI uri = URI.create("ws://127.0.0.1:" + server.server.port() + path);
        WebSocket.Builder builder = server.client.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(10));
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        try {
            builder.buildAsync(uri, new WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    @Test
    void handshakesAreRefusedWithAStatus() {
        server.close();
        server = TestServer.open();
        assertThat(handshake("/ws/nothing", "")).isEqualTo(404);
        assertThat(handshake("/ws/room/a%20b", "")).isEqualTo(400);
        assertThat(handshake("/ws/room/", "")).isEqualTo(400);
        assertThat(handshake("/ws/room/shop", "https://evil.example")).isEqualTo(403);
        assertThat(handshake("/ws/room/shop", "http://localhost:8080")).isEqualTo(101);
    }

    @Test
    void noMoreSocketsThanConfigured() throws Exception {
        server.close();
        server = new TestServer(TWO_SOCKETS, AuthConfig.open(), RoomLimits.DEFAULT);
        TestSocket first = TestSocket.open(server, "/ws/lobby");
        first.await("rooms");
        TestSocket second = TestSocket.open(server, "/ws/lobby");
        second.await("rooms");
        assertThat(handshake("/ws/lobby", "")).isEqualTo(503);
        first.bye();
        first.closeCode.get(10, TimeUnit.SECONDS);
        // The place is free once the server's end of the conversation is over, a moment after the closing handshake.
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int status = 503;
        while (status == 503 && System.nanoTime() < deadlineNs) {
            status = handshake("/ws/lobby", "");
        }
        assertThat(status).isEqualTo(101);
    }

    @Test
    void pagesAreToldThatTheServerStops() throws Exception {
        server.close();
        server = TestServer.open();
        server.publish("shop", "chromium-simulcast");
        String viewer = server.view("shop", "chromium-recvonly");
        TestSocket page = TestSocket.open(server, "/ws/room/shop")
                .say("{\"type\":\"hello\",\"role\":\"view\",\"session\":\""
                        + viewer.substring(viewer.lastIndexOf('/') + 1) + "\"}");
        page.await("room");
        TestSocket lobby = TestSocket.open(server, "/ws/lobby");
        lobby.await("rooms");
        server.server.close();
        assertThat(page.await("rejoin").getString("reason")).isEqualTo("server");
        assertThat(page.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThat(lobby.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1001);
        assertThatThrownBy(() -> server.send(server.request("/healthz")))
                .hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void messagesThatAreNotTextOrTooLongEndTheConversation() throws Exception {
        TestSocket large = TestSocket.open(server, "/ws/room/shop");
        large.say("{\"type\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(large.closeCode
                        .handle((code, error) -> error == null ? code : -1)
                        .get(10, TimeUnit.SECONDS))
                .isNotEqualTo(1000);
    }
}
