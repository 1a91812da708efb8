package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A host in the studio stops encoding what nobody watches, and a viewer who comes sees the highest layer as soon as if it had been encoded all the time. Another WHIP client
 * is left alone.
 */
@ExtendWith(LiveResources.class)
final class LayerPauseIT {
    private static final Duration PAUSED_WITHIN = Duration.ofSeconds(40);
    private static final int JOINS = 2;
    private static final int BACK_WITHIN_MS = 2_000;
    private static final String ROOM = "pause";
    private static final String SOCKETS = """
            window.sockets = [];
            window.WebSocket = class extends WebSocket {
              constructor(...all) { super(...all); window.sockets.push(this); }
            };
            """;

    private final Chromium chromium;
    private final KitServer kit;

    LayerPauseIT(Chromium chromium, KitServer kit) {
        this.chromium = chromium;
        this.kit = kit;
    }

    /** Viewers that nobody steers wish for the highest layer from the first moment on: what is measured is the way of a wish alone. */
    @Test
    void layersThatNobodyWatchesAreNotEncodedAndAreBackWithinTwoSeconds() throws Exception {
        try (LiveServer server = LiveServer.start("media { policy = fixed, pause-after = 2 s }");
                Page studio = studio(server);
                Page foreign = Live.layeredHost(chromium.open(kit.page()), server.whip("foreign"), "L1T3")) {
            List<Long> tookMs = new ArrayList<>();
            for (int i = 0; i < JOINS; i++) {
                awaitPaused(server, studio);
                tookMs.add(top(server).tookMs());
            }
            System.out.printf("960x540 shown %s ms after the start of a join, while two layers were paused%n", tookMs);
            assertThat(tookMs).allSatisfy(ms -> assertThat(ms).isLessThan(BACK_WITHIN_MS));
            pickByHand(server, studio);
            JsonNode other = layers(server, "foreign");
            assertThat(other)
                    .as("layers of a WHIP client without a page: %s", other)
                    .hasSize(3)
                    .allSatisfy(layer ->
                            assertThat(layer.path("active").asBoolean()).isTrue());
            assertThat(studio.errors()).isEmpty();
            Live.leave(foreign);
            studio.run("steadycast.leave();");
        }
    }

    /** A viewer that is steered finds out first what its network carries; when it comes to the highest layer, that is there. */
    @Test
    void aSteeredViewerWaitsForItsNetworkNotForTheHost() throws Exception {
        try (LiveServer server = LiveServer.start("media.pause-after = 2 s");
                Page studio = studio(server)) {
            awaitPaused(server, studio);
            Shown shown = top(server);
            System.out.printf(
                    "960x540 shown %d ms after the start of a join, %d ms after it was chosen%n",
                    shown.tookMs(), shown.sinceChosenMs());
            assertThat(shown.sinceChosenMs()).isLessThan(BACK_WITHIN_MS);
            losesItsSocket(server, studio);
            assertThat(studio.errors()).isEmpty();
            studio.run("steadycast.leave();");
        }
    }

    /** A page that nobody could tell of a wish sends everything, and is asked again once its socket is back. */
    private static void losesItsSocket(LiveServer server, Page studio) throws Exception {
        awaitPaused(server, studio);
        studio.run("sockets.forEach(socket => socket.close());");
        long endNs = System.nanoTime() + Live.SOON.toNanos();
        while (!areAllActive(layers(server, ROOM))) {
            assertThat(System.nanoTime()).as("layers: " + layers(server, ROOM)).isLessThan(endNs);
            Thread.sleep(50);
        }
        awaitPaused(server, studio);
    }

    private static boolean areAllActive(JsonNode layers) {
        return layers.size() == 3
                && layers.valueStream().allMatch(layer -> layer.path("active").asBoolean());
    }

    /** Waits until the server gets the lowest layer alone, and looks that no byte of the others comes. */
    private static void awaitPaused(LiveServer server, Page studio) throws Exception {
        long endNs = System.nanoTime() + PAUSED_WITHIN.toNanos();
        while (!isLowestAlone(layers(server, ROOM))) {
            assertThat(System.nanoTime()).as("layers: " + layers(server, ROOM)).isLessThan(endNs);
            Thread.sleep(100);
        }
        JsonNode from = layers(server, ROOM);
        Thread.sleep(1_500);
        JsonNode to = layers(server, ROOM);
        assertThat(packets(to, 0) - packets(from, 0))
                .as("packets of the lowest layer")
                .isGreaterThan(20);
        for (int rank = 1; rank <= 2; rank++) {
            assertThat(packets(to, rank)).as("packets of layer %d", rank).isEqualTo(packets(from, rank));
        }
        JsonNode sent = studio.run("return (await steadycast.stats()).layers.map(l => [l.rid, l.active, l.bps]);");
        assertThat(sent.get(2).get(1).asBoolean())
                .as("what the page sends: %s", sent)
                .isFalse();
        assertThat(studio.run("return find('[data-held=unused]') !== null;").asBoolean())
                .as("the page says so")
                .isTrue();
    }

    private static boolean isLowestAlone(JsonNode layers) {
        boolean alone = layers.size() == 3;
        for (JsonNode layer : layers) {
            boolean paused = layer.path("hold").asString().equals("unused")
                    && layer.path("bps").asLong() == 0;
            alone &= layer.path("rank").asInt() == 0 ? layer.path("active").asBoolean() : paused;
        }
        return alone;
    }

    /** When the highest layer was on the screen: since the start of the join, and since the viewer's controller chose it; the same where nobody steers. */
    private record Shown(long tookMs, long sinceChosenMs) {}

    private Shown top(LiveServer server) throws Exception {
        try (Page viewer = chromium.open(kit.page())) {
            viewer.await("return window.kit;", Live.SOON);
            JsonNode seen = viewer.run("""
                    const from = Date.now();
                    window.session = await kit.watch(%s, {});
                    const heights = [];
                    return await new Promise((resolve, reject) => {
                      const look = (now, frame) => {
                        heights.push([Date.now() - from, frame.height]);
                        if (frame.height === 540) resolve({ from, shown: Date.now() });
                        else session.video.requestVideoFrameCallback(look);
                      };
                      session.video.requestVideoFrameCallback(look);
                      setTimeout(() => reject(new Error(JSON.stringify(heights))), 20000);
                    });
                    """.formatted(Page.quote(server.whep(ROOM))));
            JsonNode viewers = get(server.url() + "/admin/api/viewers").path("viewers");
            JsonNode history = get(server.url() + "/admin/api/viewers/"
                            + viewers.get(viewers.size() - 1).path("id").asLong())
                    .path("history");
            long nowMs = System.currentTimeMillis();
            long fromMs = seen.path("from").asLong();
            long chosenMs = history.valueStream()
                    .filter(decision -> decision.path("layer").asInt() == 2)
                    .mapToLong(decision -> nowMs
                            - Math.round(1_000 * decision.path("secondsAgo").asDouble()))
                    .findFirst()
                    .orElse(fromMs);
            viewer.run("await window.session.leave();");
            long shownMs = seen.path("shown").asLong();
            return new Shown(shownMs - fromMs, shownMs - chosenMs);
        }
    }

    /** A viewer who wants little lets the others be paused; picking one brings it back. */
    private void pickByHand(LiveServer server, Page studio) throws Exception {
        try (Page viewer = chromium.open(kit.page())) {
            viewer.await("return window.kit;", Live.SOON);
            viewer.run("""
                    window.session = await kit.watch(%s, {});
                    await kit.choose(session, { layer: 0 });
                    """.formatted(Page.quote(server.whep(ROOM))));
            awaitPaused(server, studio);
            long tookMs = viewer.run("""
                    const from = performance.now();
                    await kit.choose(session, { layer: 2 });
                    for (;;) {
                      const { frameHeight } = (await kit.stats(session)).inbound.video;
                      if (frameHeight === 540) return performance.now() - from;
                      if (performance.now() - from > 15000) throw new Error('still at ' + frameHeight);
                      await new Promise(resolve => setTimeout(resolve, 20));
                    }
                    """).asLong();
            System.out.printf("960x540 shown %d ms after it was picked by hand%n", tookMs);
            assertThat(tookMs).isLessThan(BACK_WITHIN_MS);
            viewer.run("await window.session.leave();");
        }
    }

    private Page studio(LiveServer server) {
        Page studio = chromium.open(
                server.url() + "/studio/" + ROOM + "?auto=1&width=960&height=540&fps=25&codec=vp8", SOCKETS);
        studio.await("""
                const layers = (await steadycast.stats())?.layers ?? [];
                return layers.length === 3 && layers.every(l => l.framesEncoded > 20);
                """, Duration.ofSeconds(30));
        return studio;
    }

    private static long packets(JsonNode layers, int rank) {
        return layers.valueStream()
                .filter(layer -> layer.path("rank").asInt() == rank)
                .findFirst()
                .orElseThrow()
                .path("packets")
                .asLong();
    }

    /** Of the host of a room, video alone, as the server sees them. */
    private static JsonNode layers(LiveServer server, String room) throws IOException, InterruptedException {
        for (JsonNode publisher : get(server.url() + "/admin/api/publishers").path("publishers")) {
            if (publisher.path("room").asString().equals(room)) {
                JsonNode all = get(server.url() + "/admin/api/publishers/"
                        + publisher.path("id").asLong());
                var video = JsonMapper.shared().createArrayNode();
                all.path("layers")
                        .valueStream()
                        .filter(layer -> layer.path("width").asInt() > 0)
                        .forEach(video::add);
                return video;
            }
        }
        throw new AssertionError("no publisher in " + room);
    }

    private static JsonNode get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            return JsonMapper.shared().readTree(answer.body());
        }
    }
}
