package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.stack.AnswerProxy;
import io.steadycast.netsim.client.Outcome;
import io.steadycast.netsim.client.PublishRun;
import io.steadycast.netsim.client.PublishSettings;
import io.steadycast.netsim.client.VideoFormat;
import io.steadycast.netsim.client.WatchRun;
import io.steadycast.netsim.client.WatchSettings;
import io.steadycast.netsim.endpoint.HostConfig;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Synthetic hosts and viewers over real sockets, against the whole server in its own process. */
@ExtendWith(LiveResources.class)
final class SyntheticClientsIT {
    private static final long SEED = 20261127;
    private static final Duration WATCHED = Duration.ofSeconds(6);
    private static final String SECRET = "a secret of the tests, longer than 32 bytes";

    private final LiveServer server;

    SyntheticClientsIT(LiveServer server) {
        this.server = server;
    }

    @Test
    void threeViewersSeeTheHostsTopLayer() throws Exception {
        try (Host host = new Host(server.whip("synthetic"), Optional.empty())) {
            host.awaitLive(server.whep("synthetic"));
            Outcome outcome = watch(server.whep("synthetic"), 3);
            JsonNode totals = outcome.report().path("totals");
            System.out.println(
                    "synthetic viewers: " + totals + " " + outcome.report().path("process"));
            assertThat(outcome.failures()).isEmpty();
            assertThat(totals.path("playing").asInt()).isEqualTo(3);
            for (JsonNode viewer : outcome.report().path("viewers")) {
                // Less what joining takes: class loading on a busy machine.
                assertThat(viewer.path("video").path("rendered").asInt()).isGreaterThan(60);
                assertThat(viewer.path("video").path("layer").asInt()).isEqualTo(2);
                assertThat(viewer.path("firstFrameMs").asDouble()).isPositive();
                JsonNode latency = viewer.path("video").path("latency");
                assertThat(latency.path("p50Ms").asDouble()).isBetween(0.01, 500.0);
                assertThat(latency.path("p99Ms").asDouble())
                        .isGreaterThanOrEqualTo(latency.path("p50Ms").asDouble());
                assertThat(viewer.path("packets").path("all").path("bytes").asLong())
                        .isGreaterThan(200_000);
                assertThat(viewer.path("audio").path("packets").asInt()).isGreaterThan(100);
            }
        }
    }

    @Test
    void fivePercentLossIsRepaired() throws Exception {
        try (Host host = new Host(server.whip("lossy"), Optional.empty());
                AnswerProxy proxy = AnswerProxy.lossy(server.url(), SEED, 0.05, Duration.ofMillis(10))) {
            host.awaitLive(server.whep("lossy"));
            Outcome outcome = watch(proxy.url() + "/whep/lossy", 2);
            assertThat(outcome.failures()).isEmpty();
            for (JsonNode viewer : outcome.report().path("viewers")) {
                JsonNode repair = viewer.path("repair");
                System.out.println("synthetic viewer at 5 % loss (seed " + SEED + "): " + repair);
                long expected = repair.path("expected").asLong();
                assertThat(repair.path("lost").asLong()).isBetween(expected / 100, expected / 5);
                // A repair of a frame that nothing refers to may come after the screen went on: late, but it came.
                long came = repair.path("recoveredByRtx").asLong()
                        + repair.path("late").asLong();
                assertThat(came).isGreaterThan(repair.path("lost").asLong() * 8 / 10);
                assertThat(repair.path("recoveredByRtx").asLong()).isPositive();
                // What the decoder went on without is not asked for any more.
                assertThat(repair.path("never").asLong())
                        .isLessThan(Math.max(10, repair.path("lost").asLong() / 2));
                assertThat(viewer.path("feedback").path("nackedPackets").asLong())
                        .isPositive();
            }
        }
    }

    @Test
    void refusalsAreOneClearLine() throws Exception {
        Cli nobody = Cli.run("watch", "--whep", server.whep("nobody"), "--count", "3", "--duration", "5s");
        assertThat(nobody.code()).isEqualTo(2);
        assertThat(nobody.errors()).hasSize(1).first().asString().contains("404", "Nobody is live", "3 sessions");

        Cli closed = Cli.run("publish", "--whip", "http://127.0.0.1:9/whip/room", "--duration", "5s");
        assertThat(closed.code()).isEqualTo(2);
        assertThat(closed.errors()).hasSize(1).first().asString().contains("nobody answers there");

        assertThat(Cli.run("watch", "--whep", "localhost/whep/room").code()).isEqualTo(2);
        assertThat(Cli.run("watch", "--whep", server.whep("x"), "--duration", "soon")
                        .errors())
                .first()
                .asString()
                .contains("no duration");
    }

    @Test
    void tokensAreSentAndWrongOnesTold() throws Exception {
        try (LiveServer guarded = LiveServer.start("auth.secret = \"" + SECRET + "\"")) {
            Instant later = Instant.now().plus(Duration.ofHours(1));
            String right = Tokens.hs256(SECRET, "guarded", "publish", later);
            String wrong = Tokens.hs256("another secret, also longer than 32 bytes", "guarded", "publish", later);
            Cli refused = Cli.run("publish", "--whip", guarded.whip("guarded"), "--token", wrong, "--duration", "5s");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.errors()).hasSize(1).first().asString().contains("401");
            Cli taken = Cli.run("publish", "--whip", guarded.whip("guarded"), "--token", right, "--duration", "3s");
            assertThat(taken.errors()).isEmpty();
            assertThat(taken.code()).isEqualTo(0);
        }
    }

    @Test
    void aServerThatStopsIsTold() throws Exception {
        LiveServer own = LiveServer.open();
        try (Host host = new Host(own.whip("gone"), Optional.empty())) {
            host.awaitLive(own.whep("gone"));
            own.close();
            Outcome outcome = host.result.get(20, TimeUnit.SECONDS);
            assertThat(outcome.begun()).isEqualTo(1);
            assertThat(outcome.failed()).isEqualTo(1);
            assertThat(outcome.failures()).hasSize(1).first().asString().contains("the server");
        } finally {
            own.close();
        }
    }

    @Test
    void anInterruptEndsTheSession() throws Exception {
        Process process = Cli.start("publish", "--whip", server.whip("interrupted"));
        try {
            Host.awaitLive(server.whep("interrupted"), Duration.ofSeconds(40));
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            // 128 + SIGINT
            assertThat(process.exitValue()).isEqualTo(130);
            assertThat(process.inputReader().lines()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
        // DELETE came: the room is free at once, long before consent would have run out.
        assertThat(watch(server.whep("interrupted"), 1).failures())
                .first()
                .asString()
                .contains("Nobody is live");
    }

    private static Outcome watch(String whep, int count) throws InterruptedException {
        return new WatchRun(new WatchSettings(
                        URI.create(whep), Optional.empty(), count, Optional.of(WATCHED), Duration.ZERO))
                .run(line -> {});
    }

    /** A publisher on a thread of its own. */
    private static final class Host implements AutoCloseable {
        private final PublishRun run;
        final CompletableFuture<Outcome> result = new CompletableFuture<>();

        Host(String whip, Optional<String> token) {
            run = new PublishRun(new PublishSettings(
                    URI.create(whip), token, HostConfig.browser(), VideoFormat.VP8, Optional.empty()));
            Thread.ofPlatform().start(() -> {
                try {
                    result.complete(run.run(line -> {}));
                } catch (InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        }

        void awaitLive(String whep) throws InterruptedException {
            awaitLive(whep, Duration.ofSeconds(20));
        }

        /** Until a viewer gets pictures. */
        static void awaitLive(String whep, Duration patience) throws InterruptedException {
            long endNs = System.nanoTime() + patience.toNanos();
            while (System.nanoTime() < endNs) {
                WatchRun probe = new WatchRun(new WatchSettings(
                        URI.create(whep), Optional.empty(), 1, Optional.of(Duration.ofSeconds(2)), Duration.ZERO));
                if (probe.run(line -> {})
                                .report()
                                .path("totals")
                                .path("playing")
                                .asInt()
                        == 1) {
                    return;
                }
                Thread.sleep(200);
            }
            throw new AssertionError("no pictures from " + whep + " within " + patience);
        }

        @Override
        public void close() throws IOException {
            run.stop();
            result.orTimeout(20, TimeUnit.SECONDS).join();
        }
    }
}
