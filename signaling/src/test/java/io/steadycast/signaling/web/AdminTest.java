package io.steadycast.signaling.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.auth.AuthConfig;
import io.steadycast.signaling.plane.LayerHold;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.ViewerDecision;
import io.steadycast.signaling.room.RoomLimits;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdminTest {
    private static final String VIEWERS = "/admin/api/viewers";
    private static final String PUBLISHERS = "/admin/api/publishers";

    private static ViewerDecision decision(double secondsAgo, String reason, int layer) {
        return new ViewerDecision(
                secondsAgo,
                reason,
                "layer " + layer,
                layer,
                2,
                new ViewerDecision.Path(2_400_000, 2_300_000, 560_000, 1_500_000, 0.1, 1.2, 210, 4),
                new ViewerDecision.Repair(0.32, 1, 2, 520));
    }

    private static void view(TestServer server, String room) {
        server.view(room, "chromium-recvonly");
        server.plane.stats.put(server.plane.lastViewer(), new PeerStats.Viewer(212.5, 0.09, 600_000, "tcp", List.of()));
    }

    @Test
    void tellsWhoWatchesAndWhyTheySeeWhatTheySee() {
        try (TestServer server = TestServer.open()) {
            assertThat(json(server.send(server.request(VIEWERS))))
                    .isEqualTo(new JsonObject("{\"viewers\":[],\"next\":null}"));
            server.publish("shop", "chromium-simulcast");
            view(server, "shop");
            JsonObject listed = json(server.send(server.request(VIEWERS)))
                    .getJsonArray("viewers")
                    .getJsonObject(0);
            assertThat(listed.getString("room")).isEqualTo("shop");
            assertThat(listed.getString("protocol")).isEqualTo("tcp");
            long id = listed.getLong("id");
            server.plane.decisions.add(decision(75, "start", 0));
            server.plane.decisions.add(decision(30.004, "bandwidth", 0));
            server.plane.decisions.add(decision(1.25, "protection", 1));
            JsonObject one = json(server.send(server.request(VIEWERS + "/" + id)));
            assertThat(one.getDouble("rttMs")).isEqualTo(212.5);
            assertThat(one.getBoolean("steered")).isTrue();
            assertThat(one.getJsonArray("history")).as("of the last minute").hasSize(2);
            assertThat(one.getJsonArray("history").getJsonObject(0).getDouble("secondsAgo"))
                    .isEqualTo(30);
            JsonObject now = one.getJsonObject("now");
            assertThat(now.getString("reason")).isEqualTo("protection");
            assertThat(now.getInteger("layer")).isEqualTo(1);
            assertThat(now.getLong("estimateBps")).isEqualTo(2_400_000);
            assertThat(now.getDouble("lossFraction")).isEqualTo(0.1);
            assertThat(one.getString("protocol")).isEqualTo("tcp");
            assertThat(now.getInteger("playoutDelayMs")).isEqualTo(520);
            assertThat(now.getDouble("parityShare")).isEqualTo(0.32);
        }
    }

    @Test
    void tellsWhatArrivesOfAHost() {
        try (TestServer server = TestServer.open()) {
            server.publish("shop", "chromium-simulcast");
            PeerId host = server.plane.lastPublisher();
            LayerUse paused = new LayerUse(false, LayerHold.UNUSED, 12_800);
            LayerInfo layer = new LayerInfo(2, "f", new PictureSize(1280, 720), 0, 0, paused);
            server.plane.stats.put(
                    host,
                    new PeerStats.Publisher(
                            18,
                            0.01,
                            List.of(new PeerStats.UplinkLayer(
                                    "1",
                                    layer,
                                    new PeerStats.Arrival(20_411, 0.01, 1.24),
                                    new PeerStats.Repair(31, 2, 4)))));
            JsonObject listed = json(server.send(server.request(PUBLISHERS)))
                    .getJsonArray("publishers")
                    .getJsonObject(0);
            assertThat(listed.getLong("id")).isEqualTo(host.value());
            JsonObject one = json(server.send(server.request(PUBLISHERS + "/" + host.value())));
            assertThat(one.getString("room")).isEqualTo("shop");
            assertThat(one.getDouble("rttMs")).isEqualTo(18);
            JsonObject figures = one.getJsonArray("layers").getJsonObject(0);
            assertThat(figures.getString("hold")).isEqualTo("unused");
            assertThat(figures.getBoolean("active")).isFalse();
            assertThat(figures.getBoolean("offered")).isTrue();
            assertThat(figures.getLong("unwantedMs")).isEqualTo(12_800);
            assertThat(figures.getLong("abandoned")).isEqualTo(2);
            assertThat(figures.getDouble("jitterMs")).isEqualTo(1.2);
        }
    }

    @Test
    void listsCarryFiguresAndComeInPages() {
        try (TestServer server = TestServer.open()) {
            server.publish("shop", "chromium-simulcast");
            server.publish("other", "chromium-simulcast");
            for (int i = 0; i < 3; i++) {
                view(server, "shop");
            }
            view(server, "other");
            server.plane.stats.put(server.plane.lastPublisher(), new PeerStats.Publisher(18, 0, List.of()));
            server.plane.decisions.add(decision(1.25, "protection", 1));
            JsonObject first = json(server.send(server.request(VIEWERS + "?room=shop&limit=2")));
            assertThat(first.getJsonArray("viewers")).hasSize(2);
            JsonObject viewer = first.getJsonArray("viewers").getJsonObject(0);
            assertThat(viewer.getJsonObject("now").getString("reason")).isEqualTo("protection");
            assertThat(viewer.containsKey("history")).as("of one viewer only").isFalse();
            long next = first.getLong("next");
            assertThat(next)
                    .isEqualTo(first.getJsonArray("viewers").getJsonObject(1).getLong("id"));
            JsonObject second = json(server.send(server.request(VIEWERS + "?room=shop&limit=2&after=" + next)));
            assertThat(second.getJsonArray("viewers")).hasSize(1);
            assertThat(second.getJsonArray("viewers").getJsonObject(0).getLong("id"))
                    .isGreaterThan(next);
            assertThat(second.getValue("next")).isNull();
            JsonObject publishers = json(server.send(server.request(PUBLISHERS + "?room=other")));
            assertThat(publishers.getJsonArray("publishers")).hasSize(1);
            assertThat(publishers.getJsonArray("publishers").getJsonObject(0).getJsonArray("layers"))
                    .isEmpty();
            assertThat(json(server.send(server.request(PUBLISHERS + "?limit=1")))
                            .getLong("next"))
                    .isPositive();
        }
    }

    @Test
    void aListsBoundsAreNamed() {
        try (TestServer server = TestServer.open()) {
            for (String query : List.of("limit=0", "limit=501", "limit=x", "after=-2")) {
                HttpResponse<String> response = server.send(server.request(VIEWERS + "?" + query));
                assertThat(response.statusCode()).as(query).isEqualTo(400);
                String[] parts = query.split("=", 2);
                assertThat(TestServer.problem(response).getString("detail")).contains(parts[0], parts[1], "..");
            }
        }
    }

    @Test
    void whoIsNotThereIsNamed() {
        try (TestServer server = TestServer.open()) {
            HttpResponse<String> publisher = server.send(server.request(PUBLISHERS + "/7x"));
            assertThat(publisher.statusCode()).isEqualTo(404);
            assertThat(TestServer.problem(publisher).getString("detail")).contains("7x", PUBLISHERS);
            HttpResponse<String> response = server.send(server.request(VIEWERS + "/7x"));
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(TestServer.problem(response).getString("detail")).contains("7x", VIEWERS);
        }
    }

    @Test
    void withTokensOnItIsForOperators() {
        AuthConfig tokens =
                new AuthConfig(Optional.of("0123456789abcdef0123456789abcdef"), Optional.empty(), Duration.ZERO);
        try (TestServer server = new TestServer(tokens, RoomLimits.DEFAULT)) {
            assertThat(server.send(server.request(VIEWERS)).statusCode()).isEqualTo(401);
            assertThat(server.send(server.request(VIEWERS + "/1")).statusCode()).isEqualTo(401);
            assertThat(server.send(server.request(PUBLISHERS)).statusCode()).isEqualTo(401);
            assertThat(server.send(server.request(PUBLISHERS + "/1")).statusCode())
                    .isEqualTo(401);
        }
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return new JsonObject(response.body());
    }
}
