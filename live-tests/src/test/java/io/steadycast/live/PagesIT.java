package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The product as people meet it: a host in /studio, viewers in /watch, all by the pages' own buttons. */
@ExtendWith(LiveResources.class)
final class PagesIT {
    private static final int JOINS = 20;
    private static final double FIRST_FRAME_MS = 1000;

    private final Live live;

    PagesIT(Live live) {
        this.live = live;
    }

    @Test
    void aHostGoesLiveAndPeopleWatch() {
        try (Page studio = studio("pages")) {
            JsonNode sent = studio.run("return steadycast.stats();");
            System.out.println("studio sends " + sent.path("layers"));
            assertThat(sent.path("layers").size()).isEqualTo(3);
            watches(live.chromium(), "pages");
            watches(live.firefox(), "pages");
            assertThat(studio.errors()).isEmpty();
            studio.click("[data-action=stop]");
            studio.await("return find('main').dataset.state === 'idle';", Live.SOON);
        }
    }

    private void watches(Browser browser, String room) {
        try (Page page = browser.open(live.server().url() + "/watch/" + room)) {
            awaitPlaying(page);
            page.await("const s = await steadycast.stats(); return s?.video?.framesDecoded > 50;", Live.SOON);
            page.await("""
                    const reports = [...(await steadycast.pc().getStats()).values()];
                    return reports.some(s => s.type === 'inbound-rtp' && s.kind === 'audio' && s.totalAudioEnergy > 0);
                    """, Live.SOON);
            page.await("const v = find('video'); return !v.paused && v.currentTime > 1;", Live.SOON);
            choose(page, 0, 135);
            choose(page, 2, 540);
            System.out.println(browser.name() + " watches " + page.run("return steadycast.stats();"));
            assertThat(page.errors()).isEmpty();
        }
    }

    private static void choose(Page page, int rank, int height) {
        page.click("[data-action=quality]");
        page.click("[data-layer=\"" + rank + "\"]");
        page.await("return (await steadycast.stats())?.video?.height === " + height + ";", Duration.ofSeconds(10));
    }

    /** The figure of the issue: from play to the first frame on screen, when the host is already live. */
    @Test
    void theFirstFrameComesWithinASecond() {
        try (Page studio = studio("joins")) {
            firstFrames(live.chromium(), "joins");
            firstFrames(live.firefox(), "joins");
            assertThat(studio.run("return steadycast.state;").asString()).isEqualTo("live");
        }
    }

    private void firstFrames(Browser browser, String room) {
        String url = live.server().url() + "/watch/" + room;
        List<Double> joinMs = new ArrayList<>();
        List<Double> sinceNavigationMs = new ArrayList<>();
        // Independent of the page's own clock: the time when the first frame was presented, since the navigation began.
        try (Page page = browser.open(url, """
                window.firstFrame = new Promise(resolve => {
                  const look = () => {
                    const video = document.querySelector('video');
                    if (video) video.requestVideoFrameCallback(() => resolve(performance.now()));
                    else setTimeout(look, 1);
                  };
                  look();
                });
                """)) {
            for (int i = 0; i < JOINS; i++) {
                sinceNavigationMs.add(page.run("return window.firstFrame;").asDouble());
                joinMs.add(
                        page.await("return steadycast.firstFrameMs;", Live.SOON).asDouble());
                page.navigate(url);
            }
        }
        double median = JoinIT.median(joinMs);
        System.out.printf(
                "%s, first frame after play: median %.0f ms of %d joins %s; since navigation: median %.0f ms%n",
                browser.name(),
                median,
                JOINS,
                joinMs.stream().map(Math::round).toList(),
                JoinIT.median(sinceNavigationMs));
        assertThat(median).as("median of the first frame, ms").isLessThan(FIRST_FRAME_MS);
    }

    /** A reload in the middle of a show: the page goes live again by itself, the viewer's page plays on. */
    @Test
    void aStudioThatReloadsKeepsItsViewers() {
        try (Page studio = studio("reload");
                Page watch = live.firefox().open(live.server().url() + "/watch/reload")) {
            awaitPlaying(watch);
            watch.await("return (await steadycast.stats())?.video?.framesDecoded > 25;", Live.SOON);
            String publisher = studio.run("return steadycast.publisher;").asString();
            studio.navigate(live.server().url() + "/studio/reload");
            studio.await("return window.steadycast?.state === 'live';", Live.SOON);
            assertThat(studio.run("return steadycast.publisher;").asString()).isEqualTo(publisher);
            watch.run("""
                    window.presented = 0;
                    const video = find('video');
                    const count = () => { window.presented++; video.requestVideoFrameCallback(count); };
                    video.requestVideoFrameCallback(count);
                    """);
            watch.await("return window.presented > 25;", Duration.ofSeconds(10));
            assertThat(watch.run("return steadycast.state;").asString()).isEqualTo("playing");
            studio.run("steadycast.leave();");
        }
    }

    @Test
    void aViewerWhoCameFirstJoinsWhenTheHostDoes() {
        try (Page watch = live.chromium().open(live.server().url() + "/watch/early")) {
            watch.await("return find('main').dataset.state === 'waiting';", Live.SOON);
            try (Page studio = studio("early")) {
                awaitPlaying(watch);
                watch.await("return (await steadycast.stats())?.video?.framesDecoded > 10;", Live.SOON);
                studio.run("steadycast.leave();");
                // A last picture alone looks like a broken player.
                watch.await("return find('.stage-message');", Duration.ofSeconds(4));
            }
        }
    }

    /** A studio in Chromium, live with all layers up. */
    private Page studio(String room) {
        Page studio = live.chromium()
                .open(live.server().url() + "/studio/" + room + "?width=960&height=540&fps=25&codec=vp8");
        studio.click("[data-action=go-live]");
        studio.await("return find('main').dataset.state === 'live';", Live.SOON);
        studio.await("""
                const layers = (await steadycast.stats())?.layers ?? [];
                return layers.length === 3 && layers.every(l => l.bps > 0 && l.framesEncoded > 20);
                """, Duration.ofSeconds(30));
        return studio;
    }

    private static void awaitPlaying(Page watch) {
        watch.await("return find('main')?.dataset.state === 'playing';", Live.SOON);
    }
}
