package io.steadycast.live;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.emulate.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confined to its thread. Browsers, and one server at a time with a host on air; runs go one after the other. */
final class BrowserStage implements AutoCloseable {
    private static final int SETTLE_MS = 3_000;
    private static final int FIRST_FRAME_MS = 30_000;
    private static final String ROOM = "browsers";

    private final KitServer kit = new KitServer();
    private final Chromium hosts;
    private final Browser viewers;
    private @Nullable LiveServer server;
    private @Nullable Page host;

    private BrowserStage(Chromium hosts, Browser viewers) {
        this.hosts = hosts;
        this.viewers = viewers;
    }

    /** {@code viewer}: chromium or firefox; the host is a Chromium of its own. */
    static BrowserStage open(String viewer) {
        Chromium hosts = Chromium.start();
        return new BrowserStage(hosts, viewer.equals("firefox") ? Firefox.start() : Chromium.start());
    }

    /**
     * What a run came to.
     *
     * @param why what the server said of its last decision; empty if nobody steers
     * @param course what happened when, for plots
     */
    record Result(BrowserFigures figures, Trust trust, String why, BrowserCourse course) {
        boolean valid() {
            return trust.stamp() == Trust.Stamp.VALID;
        }

        String text() {
            return "      " + BrowserFigures.header() + System.lineSeparator() + "      " + figures.text()
                    + System.lineSeparator() + "      " + why + (valid() ? "" : " [" + trust + "]");
        }
    }

    String viewerName() {
        return viewers.name();
    }

    /** A new server with this policy, and the host on air in three layers of three temporal layers each, as the studio makes them. */
    void begin(String policy) {
        end();
        LiveServer started = LiveServer.start("media.policy = " + policy);
        server = started;
        host = Live.layeredHost(hosts.open(kit.page()), started.whip(ROOM), "L1T3");
    }

    Result watch(NamedPath path, long seed, int durationMs) throws IOException {
        LiveServer watched = server;
        if (watched == null) {
            throw new IllegalStateException("nothing has begun");
        }
        try (Page page = viewers.open(kit.page());
                Emulator link = EmulatedLink.open(page, watched.whep(ROOM), path, seed)) {
            JsonNode seen =
                    page.run("""
                    window.session = await kit.watch(%s);
                    const firstFrameMs = await kit.firstFrameWithin(session, %d);
                    window.measured = await kit.measure(session.video, session.stream, null);
                    await new Promise(resolve => setTimeout(resolve, %d));
                    const before = (await kit.stats(session)).inbound;
                    const from = Date.now();
                    await new Promise(resolve => setTimeout(resolve, %d));
                    const to = Date.now();
                    const after = (await kit.stats(session)).inbound;
                    const frames = measured.frames.map(({ at, latencyMs, height }) => ({ at, latencyMs, height }));
                    return { firstFrameMs, from, to, frames, before, after };
                    """.formatted(Page.quote(watched.whep(ROOM)), FIRST_FRAME_MS, SETTLE_MS, durationMs));
            JsonNode viewer = decisions(watched);
            Result result = new Result(
                    BrowserFigures.of(seen),
                    link.state().trust(),
                    viewer.path("now").path("text").asString(""),
                    BrowserCourse.of(seen, viewer.path("history")));
            Live.leave(page);
            return result;
        }
    }

    /** What the server tells of its youngest viewer. */
    private static JsonNode decisions(LiveServer server) throws IOException {
        JsonNode viewers = get(server.url() + "/admin/api/viewers").path("viewers");
        if (viewers.isEmpty()) {
            throw new IOException("the server knows no viewer");
        }
        long id = viewers.get(viewers.size() - 1).path("id").asLong();
        return get(server.url() + "/admin/api/viewers/" + id);
    }

    private static JsonNode get(String url) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            return JsonMapper.shared().readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void end() {
        Page page = host;
        if (page != null) {
            Live.leave(page);
            page.close();
            host = null;
        }
        LiveServer running = server;
        if (running != null) {
            running.close();
            server = null;
        }
    }

    @Override
    public void close() {
        end();
        viewers.close();
        hosts.close();
        kit.close();
    }
}
