package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A host sends three temporal layers in each of its simulcast layers; viewers get as many of them as they ask for, and see each whole. */
@ExtendWith(LiveResources.class)
final class TemporalLayersIT {
    private static final int WATCHED_MS = 4_000;

    private static final int SETTLE_MS = 1_000;

    /** The first guess of a path is not used as a whole, and lasts for up to 4 s. */
    private static final int FIRST_GUESS_MS = 6_000;

    private final Live live;

    TemporalLayersIT(Live live) {
        this.live = live;
    }

    @Test
    void fewerFramesOnRequest() {
        try (Page host =
                Live.layeredHost(live.page(live.chromium()), live.server().whip("temporal"), "L1T3")) {
            thins(live.chromium());
            thins(live.firefox());
            Live.leave(host);
        }
    }

    private void thins(Browser browser) {
        try (Page viewer = live.viewer(browser, "temporal", "{}")) {
            Live.watch(viewer, FIRST_GUESS_MS);
            double all = framesPerSecond(viewer, 3);
            double half = framesPerSecond(viewer, 1);
            double quarter = framesPerSecond(viewer, 0);
            double again = framesPerSecond(viewer, 3);
            JsonNode video = Live.inbound(viewer, "video");
            System.out.printf(
                    "%s, frames a second of all, two, one and all temporal layers: %.1f, %.1f, %.1f, %.1f; PLI %d%n",
                    browser.name(),
                    all,
                    half,
                    quarter,
                    again,
                    video.path("pliCount").asInt());
            assertThat(half / all)
                    .as("of all frames, without the highest layer")
                    .isBetween(0.3, 0.75);
            assertThat(quarter / all)
                    .as("of all frames, the lowest layer alone")
                    .isBetween(0.1, 0.45);
            assertThat(again / all).as("all again").isBetween(0.7, 1.4);
            assertThat(video.path("pliCount").asInt())
                    .as("no reference is missing")
                    .isZero();
            Live.leave(viewer);
        }
    }

    /** Of the smallest pictures, out of the decoder: a busy machine has no time for all of the large ones, or to show them. */
    private static double framesPerSecond(Page viewer, int maxTemporalLayer) {
        viewer.run("await kit.choose(session, { layer: 0, maxTemporalLayer: " + maxTemporalLayer + " });");
        Live.watch(viewer, SETTLE_MS);
        int before = Live.inbound(viewer, "video").path("framesDecoded").asInt();
        JsonNode seen = Live.watch(viewer, WATCHED_MS);
        int after = Live.inbound(viewer, "video").path("framesDecoded").asInt();
        assertThat(seen.path("unreadable").asInt()).as("torn pictures").isLessThan(3);
        return (after - before) * 1_000.0 / WATCHED_MS;
    }
}
