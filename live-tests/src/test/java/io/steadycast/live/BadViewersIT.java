package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.cli.NamedPaths;
import io.steadycast.netsim.client.Outcome;
import io.steadycast.netsim.client.WatchRun;
import io.steadycast.netsim.client.WatchSettings;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.scenario.suite.Suites;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One bad viewer hurts nobody: a Chromium on T9 and one on T6 beside ten clean viewers. What they miss costs the host next to no keyframes, and the clean ones keep their frame
 * rate against the seconds before the bad ones came. Nine of the clean ones are synthetic, since two cores do not decode for twelve browsers.
 */
@ExtendWith(LiveResources.class)
final class BadViewersIT {
    private static final String ROOM = "bad";
    private static final long SEED = 20261127;
    private static final int CLEAN_SYNTHETIC = 9;
    private static final int MS_PER_KEYFRAME = 4_000;
    private static final int CLEAN_MS = 6_000;

    /** {@code -Dbad-viewers.seconds=60} for a long look. */
    private static final int BAD_MS = 1_000 * Integer.getInteger("bad-viewers.seconds", 15);

    private static final double FPS = 25;
    /** Of {@link #FPS} or of what was seen before the bad ones came, which a busy machine lowers. */
    private static final double KEPT_SHARE = 0.96;

    private static final double KEPT_OF_BEFORE = 0.98;

    /** Of a synthetic viewer's whole time, its join with it; the host's own rate is below {@link #FPS} while twelve viewers join at once. */
    private static final double SYNTHETIC_FPS = 22;

    private static final double MOST_FROZEN_SHARE = 0.02;

    private final Chromium chromium;
    private final KitServer kit;

    BadViewersIT(Chromium chromium, KitServer kit) {
        this.chromium = chromium;
        this.kit = kit;
    }

    @Test
    void twoBadViewersCostTheHostNoKeyframesAndTheOthersNoPictures() throws Exception {
        try (LiveServer server = LiveServer.start("media.policy = adaptive");
                Page host = Live.layeredHost(chromium.open(kit.page()), server.whip(ROOM), "L1T3");
                Crowd crowd = new Crowd(server.whep(ROOM));
                Page clean = chromium.open(kit.page())) {
            clean.await("return window.kit;", Live.SOON);
            join(clean, server.whep(ROOM));
            awaitViewers(server, CLEAN_SYNTHETIC + 1);
            clean.await("return (await kit.stats(session)).inbound.video.frameHeight === 540;", Live.SOON);
            Seen before = watch(host, clean, CLEAN_MS);
            Seen during;
            try (Bad thin = new Bad("T9", server);
                    Bad lossy = new Bad("T6", server)) {
                during = watch(host, clean, () -> {
                    thin.join();
                    lossy.join();
                    Live.watch(clean, BAD_MS);
                });
                System.out.printf(
                        "ten clean viewers: %s; then a bad one %s and a bad one %s: %s%n", before, thin, lossy, during);
                thin.wasBad();
                lossy.wasBad();
            }
            assertThat(during.keyframes())
                    .as("keyframes of the host in %d ms", during.ms())
                    .isLessThanOrEqualTo(Math.ceilDiv(during.ms(), MS_PER_KEYFRAME));
            assertThat(during.fps())
                    .as("frames a second of a clean Chromium")
                    .isGreaterThanOrEqualTo(Math.min(KEPT_SHARE * FPS, KEPT_OF_BEFORE * before.fps()));
            crowd.keptItsFrameRate();
            Live.leave(clean);
            Live.leave(host);
        }
    }

    private static void join(Page page, String whep) {
        page.run("""
                window.session = await kit.watch(%s);
                await kit.firstFrameWithin(session, 30000);
                window.measured = await kit.measure(session.video, session.stream, null);
                """.formatted(Page.quote(whep)));
    }

    /**
     * A stretch of time.
     *
     * @param keyframes that the host encoded in its layer with most of them
     * @param fps of the clean Chromium
     * @param longestGapMs between two of its pictures
     */
    private record Seen(long ms, long keyframes, double fps, long longestGapMs) {}

    /** Runs in the time that is looked at. */
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private static Seen watch(Page host, Page clean, int ms) throws IOException {
        return watch(host, clean, () -> Live.watch(clean, ms));
    }

    private static Seen watch(Page host, Page clean, Meanwhile meanwhile) throws IOException {
        long[] from = keyframes(host);
        long startMs = clean.run("return Date.now();").asLong();
        meanwhile.happens();
        JsonNode seen =
                clean.run("const to = Date.now(); return { to, ...kit.summary(measured, %d, to) };".formatted(startMs));
        long[] to = keyframes(host);
        long most = 0;
        for (int i = 0; i < from.length; i++) {
            most = Math.max(most, to[i] - from[i]);
        }
        long ms = seen.path("to").asLong() - startMs;
        return new Seen(
                ms,
                most,
                seen.path("frames").asInt() * 1e3 / ms,
                seen.path("longestGapMs").asLong());
    }

    /** Of each layer, by the host's own count. */
    private static long[] keyframes(Page host) {
        JsonNode counts = host.run("""
                const sent = (await kit.stats(session)).outbound.filter(s => s.kind === 'video');
                return sent.sort((a, b) => a.rid.localeCompare(b.rid)).map(s => s.keyFramesEncoded);
                """);
        assertThat(counts).as("layers").hasSize(3);
        return counts.valueStream().mapToLong(JsonNode::asLong).toArray();
    }

    private static void awaitViewers(LiveServer server, int wanted) throws IOException, InterruptedException {
        long endNs = System.nanoTime() + Live.SOON.toNanos();
        for (; ; ) {
            JsonNode viewers = JsonMapper.shared()
                    .readTree(ServerProcess.get(server.url() + "/admin/api/viewers"))
                    .path("viewers");
            if (viewers.size() == wanted) {
                return;
            }
            assertThat(System.nanoTime()).as("viewers: " + viewers).isLessThan(endNs);
            Thread.sleep(100);
        }
    }

    /** A Chromium behind a network of docs/netsim/targets.md. */
    private final class Bad implements AutoCloseable {
        private final String condition;
        private final LiveServer server;
        private final Page page;
        private final Emulator link;

        Bad(String condition, LiveServer server) throws IOException {
            this.condition = condition;
            this.server = server;
            NamedPath path = new NamedPath(
                    condition,
                    Suites.byName("targets", NamedPaths.INSTANCE, null).scenarios().stream()
                            .filter(one -> one.name().equals(condition))
                            .findFirst()
                            .orElseThrow()
                            .cast()
                            .viewers()
                            .getFirst()
                            .path()
                            .spec());
            page = chromium.open(kit.page());
            link = EmulatedLink.open(page, server.whep(ROOM), path, SEED);
        }

        void join() {
            BadViewersIT.join(page, server.whep(ROOM));
        }

        /** Packets were lost on its way, it asked for them, and still it saw something. */
        void wasBad() {
            JsonNode video = Live.inbound(page, "video");
            assertThat(video.path("nackCount").asInt())
                    .as("NACKs at " + condition)
                    .isPositive();
            assertThat(video.path("framesDecoded").asInt())
                    .as("frames at " + condition)
                    .isPositive();
            assertThat(link.state().clients())
                    .as("drops at " + condition)
                    .anyMatch(client -> client.down().drops().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            > 0);
        }

        @Override
        public String toString() {
            JsonNode video = Live.inbound(page, "video");
            return "%s (%d pictures, NACK %d, PLI %d)"
                    .formatted(
                            condition,
                            video.path("framesDecoded").asInt(),
                            video.path("nackCount").asInt(),
                            video.path("pliCount").asInt());
        }

        @Override
        public void close() {
            Live.leave(page);
            link.close();
            page.close();
        }
    }

    /** The synthetic clean viewers, on a thread of their own. */
    private static final class Crowd implements AutoCloseable {
        private final WatchRun run;
        private final CompletableFuture<Outcome> result = new CompletableFuture<>();

        Crowd(String whep) {
            run = new WatchRun(new WatchSettings(
                    URI.create(whep), Optional.empty(), CLEAN_SYNTHETIC, Optional.empty(), Duration.ZERO));
            Thread.ofPlatform().start(() -> {
                try {
                    result.complete(run.run(line -> {}));
                } catch (InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        }

        void keptItsFrameRate() throws Exception {
            run.stop();
            Outcome outcome = result.get(20, TimeUnit.SECONDS);
            assertThat(outcome.failures()).isEmpty();
            for (JsonNode viewer : outcome.report().path("viewers")) {
                JsonNode video = viewer.path("video");
                double shownMs = video.path("layers")
                        .valueStream()
                        .mapToDouble(layer -> layer.path("shownMs").asDouble())
                        .sum();
                double fps = video.path("rendered").asInt() * 1e3 / shownMs;
                double frozenShare = video.path("frozenMs").asDouble() / shownMs;
                System.out.printf(
                        Locale.ROOT, "  a clean synthetic one: %.2f fps, %.2f %% frozen%n", fps, 100 * frozenShare);
                assertThat(fps).as("frames a second of %s", video).isGreaterThan(SYNTHETIC_FPS);
                assertThat(frozenShare).as("frozen of %s", video).isLessThan(MOST_FROZEN_SHARE);
            }
        }

        @Override
        public void close() {
            run.stop();
        }
    }
}
