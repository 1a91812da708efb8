package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Viewers and hosts that go and come back. */
@ExtendWith(LiveResources.class)
final class ReconnectIT {
    private static final long MAX_PAUSE_AFTER_RETURN_MS = 1000;

    private final Live live;

    ReconnectIT(Live live) {
        this.live = live;
    }

    @Test
    void aViewerLeavesAndComesBack() {
        try (Page host = live.host(live.chromium(), "rejoin", "{}", "{codec:'VP8'}");
                Page viewer = live.viewer(live.firefox(), "rejoin", "{}")) {
            for (int i = 0; i < 3; i++) {
                Live.leave(viewer);
                live.join(viewer, "rejoin", "{}");
                System.out.println(
                        "rejoin " + i + ", first frame " + viewer.run("return window.firstFrameMs;") + " ms");
            }
            assertThat(Live.watch(viewer, 2000).path("frames").asInt()).isGreaterThan(25);
            assertThat(viewer.errors()).isEmpty();
            Live.leave(viewer);
            Live.leave(host);
        }
    }

    /** The host's page is gone without a word; a new one under the same publisher id takes its place and its viewers. */
    @Test
    void viewersStayWhenTheHostReloads() {
        try (Page viewer = live.page(live.chromium());
                Page second = live.page(live.firefox())) {
            Page host = host("reconnect", "VP8");
            viewer.await("return window.kit;", Live.SOON);
            live.join(viewer, "reconnect", "{}");
            second.await("return window.kit;", Live.SOON);
            live.join(second, "reconnect", "{}");
            Live.watch(viewer, 1000);
            // Navigating away ends the page's sockets; nothing tells the server.
            host.navigate(live.kit().page());
            host.await("return window.kit;", Live.SOON);
            publish(host, "reconnect", "VP8");
            long backAt = connectedAt(host);
            continues("Chromium", viewer, backAt);
            continues("Firefox", second, backAt);
            Live.leave(viewer);
            Live.leave(second);
            Live.leave(host);
            host.close();
        }
    }

    private static void continues(String name, Page viewer, long backAt) {
        JsonNode firstAfter = viewer.await(
                "return window.measured.frames.find(f => f.at >= " + backAt
                        + " && f.latencyMs >= 0 && f.latencyMs < 2000)?.at;",
                Duration.ofSeconds(10));
        long pauseMs = firstAfter.asLong() - backAt;
        System.out.println(name + " sees the host " + pauseMs + " ms after it was back");
        assertThat(pauseMs).isLessThanOrEqualTo(MAX_PAUSE_AFTER_RETURN_MS);
        JsonNode seen = Live.watch(viewer, 2000);
        assertThat(seen.path("frames").asInt()).isGreaterThan(25);
        assertThat(seen.path("beeps").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(viewer.run("return session.pc.connectionState;").asString()).isEqualTo("connected");
    }

    /** The browser's own restart, its credentials brought over by PATCH: pictures go on, and the pair in use is that of the new credentials. */
    @Test
    void iceIsRestartedWhilePicturesGoOn() {
        try (Page host = live.host(live.chromium(), "restart", "{}", "{codec:'VP8'}")) {
            restartsIce(live.chromium());
            restartsIce(live.firefox());
            Live.leave(host);
        }
    }

    private void restartsIce(Browser browser) {
        try (Page viewer = live.viewer(browser, "restart", "{}")) {
            Live.watch(viewer, 1000);
            String etag = viewer.run("return session.etag;").asString();
            viewer.run(
                    "window.before = new Set((await kit.pairs(session)).map(p => p.id)); await kit.restartIce(session);");
            assertThat(viewer.run("return session.etag;").asString()).isNotEqualTo(etag);
            viewer.await("""
                    return (await kit.pairs(session))
                        .some(p => !window.before.has(p.id) && p.nominated && p.bytesReceived > 20000);
                    """, Duration.ofSeconds(10));
            JsonNode seen = Live.watch(viewer, 2000);
            System.out.println(browser.name() + " after an ICE restart: " + seen);
            assertThat(seen.path("frames").asInt())
                    .as("pictures in 2 s of 25 fps")
                    .isGreaterThan(40);
            assertThat(viewer.run("return kit.summary(window.measured).longestGapMs;")
                            .asInt())
                    .as("pause over the restart")
                    .isLessThan(500);
            assertThat(viewer.run("return session.pc.connectionState;").asString())
                    .isEqualTo("connected");
            Live.leave(viewer);
        }
    }

    /** A codec the viewers did not negotiate: their pages are told to join again and do. */
    @Test
    void aChangedCodecMakesThePagesJoinAgain() {
        try (Page host = host("recodec", "VP8");
                Page watch = live.chromium().open(live.server().url() + "/watch/recodec")) {
            watch.await("return (await window.steadycast?.stats())?.video?.framesDecoded > 10;", Live.SOON);
            watch.run("window.before = steadycast.pc();");
            host.navigate(live.kit().page());
            host.await("return window.kit;", Live.SOON);
            publish(host, "recodec", "VP9");
            watch.await("""
                    const stats = await steadycast.stats();
                    return /vp9/i.test(stats?.video?.codec ?? '') && stats.video.framesDecoded > 10;
                    """, Live.SOON);
            assertThat(watch.run("return window.before !== steadycast.pc();").asBoolean())
                    .isTrue();
            Live.leave(host);
        }
    }

    private Page host(String room, String codec) {
        Page host = live.page(live.chromium());
        host.await("return window.kit;", Live.SOON);
        publish(host, room, codec);
        return host;
    }

    private void publish(Page host, String room, String codec) {
        host.run("""
                window.source = await kit.startSource({width:640,height:360});
                window.session = await kit.publish(window.source.stream, %s, {codec:'%s'});
                """.formatted(Page.quote(live.server().whip(room) + "?publisher=same"), codec));
    }

    private static long connectedAt(Page host) {
        return host.await("return session.pc.connectionState === 'connected' && Date.now();", Live.SOON)
                .asLong();
    }
}
