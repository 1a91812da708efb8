package io.steadycast.live.reality;

import io.steadycast.live.KitServer;
import io.steadycast.live.LiveServer;
import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import io.steadycast.live.stack.AnswerProxy;
import io.steadycast.netsim.client.PublishRun;
import io.steadycast.netsim.client.PublishSettings;
import io.steadycast.netsim.client.VideoFormat;
import io.steadycast.netsim.emulate.ClientState;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.EmulatorState;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.emulate.Trust;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Confined to its thread. Runs a condition in real time: the whole server, a host that sends the recording, and Chromium behind the emulator. */
final class RealViewer {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int FIRST_FRAME_MS = 15_000;
    /** A browser that the machine holds up for longer stalls by itself; half of what stall ratios may differ by. */
    private static final double MAX_HELD_PERCENT = 0.5;

    private final LiveServer server;
    private final KitServer kit;
    private final Browser browser;
    private final Setting setting;

    RealViewer(LiveServer server, KitServer kit, Browser browser, Setting setting) {
        this.server = server;
        this.kit = kit;
        this.browser = browser;
        this.setting = setting;
    }

    /**
     * What was seen, and what the simulation needs to be the same.
     *
     * @param figures of the browser
     * @param trust the emulators' stamps
     * @param start how it began
     * @param course everything that the browser said
     */
    record Seen(Figures figures, List<Trust> trust, Start start, JsonNode course) {
        boolean valid() {
            return trust.stream().allMatch(one -> one.stamp() == Trust.Stamp.VALID)
                    && heldPercent() <= MAX_HELD_PERCENT;
        }

        /** Of the measured time, in which a thread of the browser that wants to run each 10 ms did not for more than 60. */
        double heldPercent() {
            return course.path("figures").path("heldPercent").asDouble();
        }

        /** For reports. */
        String stamps() {
            String browser = heldPercent() <= MAX_HELD_PERCENT ? "VALID" : "DEGRADED";
            return String.format(
                    Locale.ROOT, "emulator %s, browser %s (held up %.2f %%)", trust, browser, heldPercent());
        }
    }

    Seen run(Condition condition, long seed) throws IOException, InterruptedException {
        String room = "reality-" + condition.name().replace(' ', '-') + "-" + seed;
        AnswerProxy proxy = condition.host().equals(PathSpec.PLAIN)
                ? null
                : new AnswerProxy(server.url(), condition.host(), seed + 1_000);
        String whip = proxy == null ? server.whip(room) : proxy.url() + "/whip/" + room;
        try (proxy;
                Publisher host = new Publisher(URI.create(whip), setting.host(true));
                Page page = browser.open(kit.page())) {
            page.await("return window.kit;", SOON);
            host.awaitFrames(Setting.LEAD_FRAMES / 2);
            try (Emulator link = through(page, room, condition.viewer(), seed)) {
                host.awaitFrames(Setting.LEAD_FRAMES);
                return watch(page, room, link, host, proxy);
            }
        }
    }

    private Seen watch(Page page, String room, Emulator link, Publisher host, @Nullable AnswerProxy proxy)
            throws InterruptedException {
        long leadFrames = host.frames();
        page.run("""
                window.session = await kit.watch(%s);
                await kit.firstFrameWithin(session, %d);
                window.seen = kit.observe(session);
                await new Promise(resolve => setTimeout(resolve, %d));
                window.from = performance.now();
                """.formatted(Page.quote(server.whep(room)), FIRST_FRAME_MS, setting.settleMs()));
        ClientState before = busiest(link.state());
        JsonNode course = page.run("""
                await new Promise(resolve => setTimeout(resolve, %1$d + 300));
                const { decoded, frames, stats } = seen;
                return { from, figures: kit.observed(seen, from, from + %1$d), decoded, frames, stats };
                """.formatted(setting.durationMs()));
        EmulatorState state = link.state();
        List<Trust> trust = new ArrayList<>(List.of(state.trust()));
        long hostChannel = 0;
        if (proxy != null) {
            proxy.states().forEach(one -> trust.add(one.trust()));
            hostChannel = proxy.states().stream()
                    .flatMap(one -> one.clients().stream())
                    .max(Comparator.comparingLong(RealViewer::offeredBytes))
                    .orElseThrow()
                    .seed();
        }
        page.run("seen.running = false; seen.worker.terminate(); seen.pulse.terminate(); await session.leave();");
        return new Seen(
                figures(course.path("figures")),
                List.copyOf(trust),
                new Start(hostChannel, busiest(state).seed(), leadFrames, before.forNs()),
                course);
    }

    private static Figures figures(JsonNode seen) {
        return new Figures(
                seen.path("receivedKbps").asDouble(),
                seen.path("lossPercent").asDouble(),
                seen.path("stallPercent").asDouble(),
                seen.path("freezePercent").asDouble(),
                seen.path("takenFps").asDouble(),
                seen.path("nacks").asDouble(),
                seen.path("plis").asDouble(),
                seen.path("rtxPackets").asDouble(),
                seen.path("jitterBufferMs").asDouble());
    }

    /** A browser tries several of its addresses; media goes one way. */
    private static ClientState busiest(EmulatorState state) {
        return state.clients().stream()
                .max(Comparator.comparingLong(RealViewer::offeredBytes))
                .orElseThrow();
    }

    private static long offeredBytes(ClientState client) {
        return client.down().flow().offeredBytes() + client.up().flow().offeredBytes();
    }

    /** An emulator in front of the port where the server puts viewers, which the answer to a first join tells. */
    private Emulator through(Page page, String room, PathSpec path, long seed) throws IOException {
        JsonNode candidate = page.run("""
                const first = await kit.watch(%s);
                await first.leave();
                return kit.candidates(first.answer).find(c => !c.address.includes(':'));
                """.formatted(Page.quote(server.whep(room))));
        String address = candidate.path("address").asString();
        var behind = new InetSocketAddress(
                InetAddress.ofLiteral(address), candidate.path("port").asInt());
        Emulator link = Emulator.open(EmulatorConfig.of(
                new InetSocketAddress(behind.getAddress(), 0), behind, new NamedPath("reality", path), seed));
        page.run("kit.throughRelay(%s, %d);"
                .formatted(Page.quote(address), link.addresses().getFirst().getPort()));
        return link;
    }

    /** A host on a thread of its own. */
    private static final class Publisher implements AutoCloseable {
        private final PublishRun run;
        private final Thread thread;

        Publisher(URI whip, HostConfig config) {
            VideoFormat format = VideoFormat.of(config.video().codec());
            run = new PublishRun(new PublishSettings(whip, Optional.empty(), config, format, Optional.empty()));
            thread = Thread.ofPlatform().name("publisher").start(() -> {
                try {
                    run.run(line -> {});
                } catch (InterruptedException e) {
                    // Closed.
                }
            });
        }

        long frames() throws InterruptedException {
            return run.frames();
        }

        void awaitFrames(long count) throws InterruptedException {
            long endNs = System.nanoTime() + SOON.toNanos();
            while (frames() < count) {
                if (System.nanoTime() > endNs || !thread.isAlive()) {
                    throw new AssertionError("the host did not go live");
                }
                Thread.sleep(10);
            }
        }

        @Override
        public void close() {
            run.stop();
            try {
                thread.join(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
