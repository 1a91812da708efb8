package io.steadycast.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.signaling.TestServer;
import io.steadycast.signaling.plane.Codec;
import io.steadycast.signaling.plane.LayerInfo;
import io.steadycast.signaling.plane.LayerInfo.PictureSize;
import io.steadycast.signaling.plane.LayerUse;
import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PeerStats;
import io.steadycast.signaling.plane.PublishedTrackInfo;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoomSocketTest {
    private final TestServer server = TestServer.open();

    @AfterEach
    void stop() {
        server.close();
    }

    private static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private PeerId live(String room) {
        server.publish(room, "chromium-simulcast");
        PeerId host = server.plane.lastPublisher();
        LayerInfo layer = new LayerInfo(0, "q", new PictureSize(320, 180), 30, 150_000, LayerUse.UNWANTED);
        server.plane.tracks.put(host, List.of(new PublishedTrackInfo("1", MediaKind.VIDEO, Codec.VP8, List.of(layer))));
        server.plane.events().live(host);
        return host;
    }

    @Test
    void aWaitingPageHearsThatTheHostIsLive() throws Exception {
        TestSocket page = TestSocket.open(server, "/ws/room/shop").say("{\"type\":\"hello\",\"role\":\"view\"}");
        JsonObject before = page.await("room");
        assertThat(before.getBoolean("live")).isFalse();
        assertThat(before.getJsonArray("hosts")).isEmpty();

        live("shop");
        JsonObject now = page.await(
                "room",
                room -> room.getBoolean("live")
                        && !room.getJsonArray("hosts")
                                .getJsonObject(0)
                                .getJsonArray("tracks")
                                .getJsonObject(0)
                                .getJsonArray("layers")
                                .isEmpty());
        JsonObject layer = now.getJsonArray("hosts")
                .getJsonObject(0)
                .getJsonArray("tracks")
                .getJsonObject(0)
                .getJsonArray("layers")
                .getJsonObject(0);
        assertThat(layer.getInteger("width")).isEqualTo(320);
        assertThat(layer.getString("rid")).isEqualTo("q");
    }

    @Test
    void theLobbyHearsOfRooms() throws Exception {
        TestSocket lobby = TestSocket.open(server, "/ws/lobby");
        assertThat(lobby.await("rooms").getJsonArray("rooms")).isEmpty();
        live("shop");
        JsonObject rooms = lobby.await(
                "rooms",
                message -> !message.getJsonArray("rooms").isEmpty()
                        && message.getJsonArray("rooms").getJsonObject(0).getBoolean("live"));
        assertThat(rooms.getJsonArray("rooms").getJsonObject(0).getString("room"))
                .isEqualTo("shop");
    }

    @Test
    void layersAreChosenAndStatisticsCome() throws Exception {
        live("shop");
        String session = id(server.view("shop", "chromium-recvonly"));
        server.plane.stats.put(
                server.plane.lastViewer(),
                new PeerStats.Viewer(
                        12.5, 0.01, 900_000, "udp", List.of(new PeerStats.SentLayer("1", 2, 1, 850_000, 100, 3))));
        TestSocket page = TestSocket.open(server, "/ws/room/shop")
                .say("{\"type\":\"hello\",\"role\":\"view\",\"session\":\"" + session + "\"}");
        JsonObject stats = page.await("viewer-stats");
        assertThat(stats.getDouble("rttMs")).isEqualTo(12.5);
        assertThat(stats.getJsonArray("tracks").getJsonObject(0).getString("kind"))
                .isEqualTo("video");
        assertThat(stats.getJsonArray("tracks").getJsonObject(0).getInteger("layer"))
                .isEqualTo(2);

        page.say("{\"type\":\"layer\",\"session\":\"" + session + "\",\"layer\":99}");
        assertThat(page.await("error").getString("code")).isEqualTo("layer");
        page.say("{\"type\":\"layer\",\"session\":\"" + session + "\",\"layer\":1,\"maxTemporalLayer\":0}");
        page.say("{\"type\":\"layer\",\"session\":\"nobody\",\"layer\":1}");
        assertThat(page.await("error").getString("code")).isEqualTo("no-session");
        assertThat(server.plane.calls)
                .contains("selectLayer " + server.plane.lastViewer() + " 1 rank=1 temporal=0 paused=false");
    }

    @Test
    void aPublisherHearsOfItsUplink() throws Exception {
        String session = id(server.publish("shop", "chromium-simulcast"));
        server.plane.stats.put(server.plane.lastPublisher(), new PeerStats.Publisher(-1, 0.02, List.of()));
        TestSocket page = TestSocket.open(server, "/ws/room/shop")
                .say("{\"type\":\"hello\",\"role\":\"publish\",\"session\":\"" + session + "\"}");
        JsonObject uplink = page.await("uplink");
        assertThat(uplink.getDouble("lossFraction")).isEqualTo(0.02);
        assertThat(uplink.getValue("rttMs")).isNull();
    }

    /** A page that says so is asked to hold back what nobody wants, and its words are checked. */
    @Test
    void aStudioIsAskedToHoldLayersBack() throws Exception {
        String session = id(server.publish("shop", "chromium-simulcast"));
        PeerId host = server.plane.lastPublisher();
        LayerInfo low = new LayerInfo(0, "q", new PictureSize(320, 180), 30, 150_000, LayerUse.UNWANTED);
        LayerInfo high = new LayerInfo(1, "f", new PictureSize(640, 360), 30, 500_000, LayerUse.UNWANTED);
        server.plane.tracks.put(
                host, List.of(new PublishedTrackInfo("1", MediaKind.VIDEO, Codec.VP8, List.of(low, high))));
        server.plane.stats.put(host, new PeerStats.Publisher(-1, 0, List.of()));
        server.plane.events().live(host);
        TestSocket page = TestSocket.open(server, "/ws/room/shop")
                .say("{\"type\":\"hello\",\"role\":\"publish\",\"session\":\"" + session + "\",\"holdsLayers\":true}");
        page.await("uplink");
        server.skippedNs.addAndGet(TimeUnit.SECONDS.toNanos(30));
        JsonObject hold = page.await("hold");
        assertThat(hold.getJsonArray("layers").getJsonObject(0).getMap())
                .isEqualTo(Map.of("mid", "1", "rid", "f", "reason", "unused"));
        page.say("{\"type\":\"held\",\"session\":\"" + session + "\",\"turn\":1,\"layers\":7}");
        assertThat(page.await("error").getString("code")).isEqualTo("uplink");
        page.say("{\"type\":\"encoder\",\"session\":\"" + session + "\",\"availableBps\":-1,\"layers\":[]}");
        assertThat(page.await("error").getString("detail")).contains("availableBps");
        page.say("{\"type\":\"held\",\"session\":\"" + session + "\",\"turn\":1,\"layers\":[]}");
        assertThat(page.await("hold").getJsonArray("layers")).isEmpty();
        page.bye();
    }

    @Test
    void aViewerIsToldToRejoinWhenTheNewCodecDoesNotFit() throws Exception {
        server.send(server.sdp("/whip/shop?publisher=me", TestServer.fixture("chromium-simulcast")));
        PeerId first = server.plane.lastPublisher();
        server.plane.events().live(first);
        String session = id(server.view("shop", "chromium-recvonly"));
        TestSocket page = TestSocket.open(server, "/ws/room/shop")
                .say("{\"type\":\"hello\",\"role\":\"view\",\"session\":\"" + session + "\"}");
        page.await("room");
        server.plane.cannotMove.add(server.plane.lastViewer());
        server.send(server.sdp("/whip/shop?publisher=me", TestServer.fixture("chromium-simulcast")));
        server.plane.events().live(server.plane.lastPublisher());
        assertThat(page.await("rejoin").getString("reason")).isEqualTo("codec-changed");
        assertThat(server.plane.calls).contains("move " + first + " -> " + server.plane.lastPublisher());
    }

    @Test
    void whoBreaksTheRulesIsToldAndClosed() throws Exception {
        TestSocket noJson = TestSocket.open(server, "/ws/room/shop").say("nonsense");
        assertThat(noJson.await("error").getString("code")).isEqualTo("json");
        assertThat(noJson.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1007);

        TestSocket noHello = TestSocket.open(server, "/ws/room/shop").say("{\"type\":\"layer\"}");
        assertThat(noHello.await("error").getString("code")).isEqualTo("hello");
        assertThat(noHello.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1008);

        TestSocket silent = TestSocket.open(server, "/ws/room/shop");
        assertThat(silent.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1008);

        TestSocket flood = TestSocket.open(server, "/ws/room/shop").say("{\"type\":\"hello\",\"role\":\"view\"}");
        for (int i = 0; i < 40 && !flood.closeCode.isDone(); i++) {
            flood.say("{\"type\":\"unknown\"}");
        }
        assertThat(flood.closeCode.get(10, TimeUnit.SECONDS)).isEqualTo(1008);
    }
}
