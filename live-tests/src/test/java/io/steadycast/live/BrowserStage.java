package io.steadycast.live;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.emulate.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confined to its thread. Browsers, and one server at a time with a host on air; runs go one after the other. */
final class BrowserStage implements AutoCloseable {
    private static final int SETTLE_MS = 3_000;
    private static final int MOST_AT_ONCE_MS = 40_000;
    private static final int FIRST_FRAME_MS = 30_000;
    private static final String ROOM = "browsers";

    private final KitServer kit = new KitServer();
    private final Chromium hosts;
    private Browser viewers;
    private boolean used;
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
     * @param hostKbps what the host sent of each layer, lowest first, headers and resends left out
     */
    record Result(BrowserFigures figures, Trust trust, String why, BrowserCourse course, List<Double> hostKbps) {
        Result {
            hostKbps = List.copyOf(hostKbps);
        }

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
        return watch(Player.BARE, path, seed, durationMs);
    }

    Result watch(Player player, NamedPath path, long seed, int durationMs) throws IOException {
        LiveServer watched = server();
        renew();
        try (Seat seat = seat(player, path, seed)) {
            Page page = seat.page();
            JsonNode joined = page.run(player.joins(seat.whep(), FIRST_FRAME_MS) + """
                    await new Promise(resolve => setTimeout(resolve, %d));
                    return { firstFrameMs };
                    """.formatted(SETTLE_MS));
            ServerProcess process = new ServerProcess(watched);
            double cpuMs = process.cpuMs();
            List<Double> hostBytes = hostBytes();
            JsonNode seen = look(page, durationMs, joined);
            List<Double> kbps = kbps(hostBytes, hostBytes(), durationMs);
            double cpuPercent = 100 * (process.cpuMs() - cpuMs) / durationMs;
            JsonNode viewer = decisions(watched);
            String why = viewer.path("now").path("text").asString("");
            return new Result(
                    BrowserFigures.of(seen).withServerCpu(cpuPercent),
                    seat.link().state().trust(),
                    seen.path("joinedAnew").asBoolean() ? why + " [joined anew]" : why,
                    BrowserCourse.of(seen, viewer.path("history")),
                    kbps);
        }
    }

    /** A Firefox 153 in which a page has played for most of a minute asks for the next page and then never loads it; each run has one of its own. */
    private void renew() {
        if (used && viewers instanceof Firefox) {
            viewers.close();
            viewers = Firefox.start();
        }
        used = true;
    }

    /** Of each layer, lowest first. */
    private List<Double> hostBytes() {
        return Objects.requireNonNull(host)
                .run("""
                        const sent = (await kit.stats(session)).outbound.filter(s => s.kind === 'video');
                        sent.sort((a, b) => a.frameHeight - b.frameHeight);
                        return sent.map(s => s.bytesSent - s.retransmittedBytesSent);
                        """)
                .valueStream()
                .map(JsonNode::asDouble)
                .toList();
    }

    private static List<Double> kbps(List<Double> before, List<Double> after, int durationMs) {
        return IntStream.range(0, Math.min(before.size(), after.size()))
                .mapToObj(i -> (after.get(i) - before.get(i)) * 8 / durationMs)
                .toList();
    }

    /** In two steps, since one answer of a browser may take a minute at most. */
    private static JsonNode look(Page page, int durationMs, JsonNode joined) {
        page.run("window.before = (await kit.stats(session)).inbound; window.from = Date.now();");
        for (int leftMs = durationMs; leftMs > 0; leftMs -= MOST_AT_ONCE_MS) {
            page.run("""
                    const end = from + %d;
                    await new Promise(resolve => setTimeout(resolve, Math.max(0, end - Date.now())));
                    """.formatted(durationMs - Math.max(0, leftMs - MOST_AT_ONCE_MS)));
        }
        return page.run("""
                const to = Date.now();
                const after = (await kit.stats(session)).inbound;
                const frames = measured.frames.map(({ at, latencyMs, height }) => ({ at, latencyMs, height }));
                return { firstFrameMs: %s, from, to, frames, before, after, joinedAnew: session.joinedAnew ?? false };
                """.formatted(joined.path("firstFrameMs")));
    }

    /** The page of a viewer that has not joined, and what is between it and the server from its join on. */
    record Seat(Page page, Emulator link, String whep) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Live.leave(page);
            } finally {
                link.close();
                page.close();
            }
        }
    }

    /** For a viewer that stays. */
    Seat seat(NamedPath path, long seed) throws IOException {
        return seat(Player.BARE, path, seed);
    }

    private Seat seat(Player player, NamedPath path, long seed) throws IOException {
        String whep = server().whep(ROOM);
        Page page = viewers.open(kit.page());
        try {
            Emulator link = EmulatedLink.open(page, whep, path, seed);
            return new Seat(player == Player.BARE ? page : watching(page, link), link, whep);
        } catch (IOException | RuntimeException | AssertionError failed) {
            page.close();
            throw failed;
        }
    }

    /** The product's page in place of the kit's. */
    private Page watching(Page kits, Emulator link) {
        kits.close();
        InetSocketAddress relay = link.addresses().getFirst();
        return viewers.open(
                server().url() + "/watch/" + ROOM,
                KitScript.through(relay.getAddress().getHostAddress(), relay.getPort()));
    }

    /** What {@link #begin} started. */
    LiveServer server() {
        LiveServer begun = server;
        if (begun == null) {
            throw new IllegalStateException("nothing has begun");
        }
        return begun;
    }

    /** What the server says of its last decision about its youngest viewer. */
    String why() throws IOException {
        return decisions(server()).path("now").path("text").asString("");
    }

    /** What the server tells of its youngest viewer. */
    private static JsonNode decisions(LiveServer server) throws IOException {
        JsonNode viewers = get(server, "").path("viewers");
        if (viewers.isEmpty()) {
            throw new IOException("the server knows no viewer");
        }
        long id = viewers.get(viewers.size() - 1).path("id").asLong();
        return get(server, "/" + id);
    }

    private static JsonNode get(LiveServer server, String below) throws IOException {
        return JsonMapper.shared().readTree(ServerProcess.get(server.url() + "/admin/api/viewers" + below));
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
