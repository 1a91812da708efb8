package io.steadycast.signaling.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.auth.TestTokens;
import io.steadycast.signaling.ice.IceServerConfig;
import io.steadycast.signaling.room.PausePolicy;
import io.steadycast.signaling.room.RoomLimits;
import io.steadycast.signaling.sdp.Negotiations;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IceServerRoutesTest {
    private static final String PATH = "/api/ice-servers/shop";

    private static TestServer server(AuthConfig auth) {
        return new TestServer(new SignalingConfig(
                HttpConfig.at("127.0.0.1", 0),
                auth,
                RoomLimits.DEFAULT,
                PausePolicy.DEFAULT,
                Negotiations.DEFAULT,
                new IceServerConfig(
                        List.of("turn:192.0.2.1?transport=udp", "turn:192.0.2.1?transport=tcp"),
                        Optional.of("north wind"),
                        Duration.ofHours(1))));
    }

    @Test
    void pagesGetThemBeforeTheyConnect() {
        try (TestServer server = server(AuthConfig.open())) {
            HttpResponse<String> response = server.send(server.request(PATH));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            JsonObject json = new JsonObject(response.body());
            assertThat(json.getLong("lifetimeS")).isEqualTo(3_600);
            assertThat(json.getJsonArray("iceServers")).hasSize(2);
            JsonObject first = json.getJsonArray("iceServers").getJsonObject(0);
            assertThat(first.getString("urls")).isEqualTo("turn:192.0.2.1?transport=udp");
            assertThat(first.getString("username")).matches("[0-9]{10}:viewer");
            assertThat(first.getString("credential")).hasSize(28);
        }
    }

    @Test
    void whipAndWhepTellThemInALineEach() {
        try (TestServer server = server(AuthConfig.open())) {
            HttpResponse<String> host = server.send(server.sdp("/whip/shop", TestServer.fixture("chromium-simulcast")));
            HttpResponse<String> viewer =
                    server.send(server.sdp("/whep/shop", TestServer.fixture("chromium-recvonly")));
            for (HttpResponse<String> response : List.of(host, viewer)) {
                assertThat(response.statusCode()).isEqualTo(201);
                assertThat(response.headers().allValues("Link"))
                        .hasSize(2)
                        .allMatch(
                                link -> link.matches(
                                        "<turn:192\\.0\\.2\\.1\\?transport=(udp|tcp)>; rel=\"ice-server\"; username=\".+\"; credential=\".+\"; credential-type=\"password\""));
            }
        }
    }

    @Test
    void withoutAnyThereIsNothingToTell() {
        try (TestServer server = TestServer.open()) {
            JsonObject json = new JsonObject(server.send(server.request(PATH)).body());
            assertThat(json.getJsonArray("iceServers")).isEqualTo(new JsonArray());
            HttpResponse<String> host = server.send(server.sdp("/whip/shop", TestServer.fixture("chromium-simulcast")));
            assertThat(host.headers().allValues("Link")).isEmpty();
        }
    }

    @Test
    void strangersGetNoLogin() {
        try (TestServer server = server(AuthConfig.hs256(TestTokens.SECRET))) {
            assertThat(server.send(server.request(PATH)).statusCode()).isEqualTo(401);
            assertThat(status(server, "other", "view")).isEqualTo(403);
            assertThat(status(server, "shop", "view")).isEqualTo(200);
            assertThat(status(server, "shop", "publish")).isEqualTo(200);
            assertThat(status(server, "*", "operate")).isEqualTo(403);
        }
    }

    private static int status(TestServer server, String room, String role) {
        return server.send(server.request(PATH).header("Authorization", "Bearer " + TestTokens.token(room, role, 60)))
                .statusCode();
    }
}
