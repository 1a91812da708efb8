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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confined to its thread. Browsers, and one server at a time with a host on air; runs go one after the other. */
final class BrowserStage implements AutoCloseable {
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
     * @param hostFps pictures of the layer of which it sent the fewest
     */
    record Result(
            BrowserFigures figures,
            Trust trust,
            String why,
            BrowserCourse course,
            List<Double> hostKbps,
            double hostFps) {
        Result {
            hostKbps = List.copyOf(hostKbps);
        }

        private static Result of(JsonNode seen, JsonNode viewer, Trust trust, HostSent sent, double cpuPercent) {
            String why = viewer.path("now").path("text").asString("");
            return new Result(
                    BrowserFigures.of(seen).withServerCpu(cpuPercent),
                    trust,
                    seen.path("joinedAnew").asBoolean(false) ? why + " [joined anew]" : why,
                    BrowserCourse.of(seen, viewer.path("history")),
                    sent.kbps(),
                    sent.fps());
        }

        boolean valid() {
            return trust.stamp() == Trust.Stamp.VALID;
        }

        String text() {
            return String.format(
                    Locale.ROOT,
                    "      %s%n      %s%n      host %.1f fps; %s%s",
                    BrowserFigures.header(),
                    figures.text(),
                    hostFps,
                    why,
                    valid() ? "" : " [" + trust + "]");
        }
    }

    String viewerName() {
        return viewers.name();
    }

    /** A new server, and the host on air in three layers of three temporal layers each, as the studio makes them. */
    void begin() {
        end();
        LiveServer started = LiveServer.start("media.policy-by-viewer = true");
        server = started;
        host = Live.layeredHost(hosts.open(kit.page()), started.whip(ROOM), "L1T3");
    }

    /** One viewer of a plain client. */
    Result watch(String policy, NamedPath path, long seed, int durationMs) throws IOException {
        return watch(Player.BARE, List.of(policy), path, seed, durationMs).getFirst();
    }

    /** One viewer of each policy, all at the same time, each behind a link of its own that does the same. What the host sent and what the server took is told of the first one's time. */
    List<Result> watch(Player player, List<String> policies, NamedPath path, long seed, int durationMs)
            throws IOException {
        LiveServer watched = server();
        Page sending = Objects.requireNonNull(host);
        renew();
        List<ViewerSeat> seats = new ArrayList<>();
        try {
            for (String policy : policies) {
                seats.add(seat(player, policy, path, seed));
            }
            seats.forEach(seat -> seat.begin(player, durationMs));
            ViewerSeat first = seats.getFirst();
            first.awaitBegin();
            ServerProcess process = new ServerProcess(watched);
            double cpuMs = process.cpuMs();
            HostSent before = HostSent.of(sending);
            List<JsonNode> seen = new ArrayList<>();
            List<JsonNode> told = new ArrayList<>();
            first.seen();
            HostSent sent = HostSent.of(sending).since(before);
            double cpuPercent = 100 * (process.cpuMs() - cpuMs) / sent.ms();
            for (ViewerSeat seat : seats) {
                seen.add(seat.seen());
                told.add(decisions(watched, seat.policy()));
            }
            List<Result> results = new ArrayList<>();
            for (int i = 0; i < seats.size(); i++) {
                Trust trust = seats.get(i).link().state().trust();
                results.add(Result.of(seen.get(i), told.get(i), trust, sent, cpuPercent));
            }
            return results;
        } finally {
            close(seats);
        }
    }

    private static void close(List<ViewerSeat> seats) {
        RuntimeException problem = null;
        for (ViewerSeat seat : seats) {
            try {
                seat.close();
            } catch (RuntimeException failed) {
                problem = failed;
            }
        }
        if (problem != null) {
            throw problem;
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

    /** For a viewer that stays. */
    ViewerSeat seat(NamedPath path, long seed) throws IOException {
        return seat(Player.BARE, "adaptive", path, seed);
    }

    private ViewerSeat seat(Player player, String policy, NamedPath path, long seed) throws IOException {
        String asked = "?policy=" + policy;
        String whep = server().whep(ROOM) + asked;
        Page page = viewers.open(kit.page());
        try {
            Emulator link = EmulatedLink.open(page, whep, path, seed);
            Page watching = player == Player.BARE ? page : product(page, asked, link);
            return new ViewerSeat(watching, link, whep, policy);
        } catch (IOException | RuntimeException | AssertionError failed) {
            page.close();
            throw failed;
        }
    }

    /** The product's page in place of the kit's. */
    private Page product(Page kits, String asked, Emulator link) {
        kits.close();
        InetSocketAddress relay = link.addresses().getFirst();
        return viewers.open(
                server().url() + "/watch/" + ROOM + asked,
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
        return decisions(server(), "adaptive").path("now").path("text").asString("");
    }

    /** What the server tells of its youngest viewer that asked for this policy. */
    private static JsonNode decisions(LiveServer server, String policy) throws IOException {
        long id = -1;
        for (JsonNode viewer : get(server, "").path("viewers")) {
            if (viewer.path("policy").asString("").equals(policy)) {
                id = viewer.path("id").asLong();
            }
        }
        if (id < 0) {
            throw new IOException("the server knows no viewer that asked for " + policy);
        }
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
