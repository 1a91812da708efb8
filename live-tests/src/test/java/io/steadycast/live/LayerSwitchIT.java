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

/**
 * A viewer goes between the lowest and the highest layer; nobody may see more of it than the sharpness. A second viewer in the same browser stays: what the
 * host's sound and the browser's own clocks do meanwhile (a busy machine makes a host lose samples, which no report undoes at once) both have in common.
 */
@ExtendWith(LiveResources.class)
final class LayerSwitchIT {
    private static final int SWITCHES = 10;
    private static final int LOW = 0;
    private static final int HIGH = 2;
    private static final double MAX_DRIFT_MS = 45;

    private final Live live;

    LayerSwitchIT(Live live) {
        this.live = live;
    }

    @Test
    void tenSwitchesAreSeenOnlyInTheResolution() {
        try (Page host = live.layeredHost("switch")) {
            switches(live.chromium());
            switches(live.firefox());
            Live.leave(host);
        }
    }

    private void switches(Browser browser) {
        try (Page stays = live.viewer(browser, "switch", "{}");
                Page viewer = live.viewer(browser, "switch", "{}")) {
            awaitHeight(viewer, 540);
            // The first sender reports must have come before anything can be said about sync.
            Live.watch(viewer, 2000);
            Pair before = Pair.watch(viewer, stays);
            long from = viewer.run("return Date.now();").asLong();
            List<Long> tookMs = new ArrayList<>();
            for (int i = 0; i < SWITCHES; i++) {
                boolean down = i % 2 == 0;
                tookMs.add(select(viewer, down ? LOW : HIGH, down ? 135 : 540));
            }
            JsonNode during = viewer.run("return kit.summary(window.measured, " + from + ");");
            Pair after = Pair.watch(viewer, stays);
            JsonNode video = Live.inbound(viewer, "video");
            System.out.printf(
                    "%s, %d switches took %s ms; before %s during %s after %s; dropped %d, freezes %d, PLI %d%n",
                    browser.name(),
                    SWITCHES,
                    tookMs,
                    before,
                    during,
                    after,
                    video.path("framesDropped").asInt(),
                    video.path("freezeCount").asInt(),
                    video.path("pliCount").asInt());
            assertThat(during.path("longestGapMs").asInt())
                    .as("longest pause between pictures")
                    .isLessThan(500);
            assertThat(during.path("unreadable").asInt()).as("torn pictures").isLessThan(5);
            assertThat(video.path("pliCount").asInt()).isLessThanOrEqualTo(SWITCHES);
            assertThat(video.path("freezeCount").asInt()).isLessThanOrEqualTo(2);
            assertThat(after.syncMs() - before.syncMs())
                    .as("A/V sync beside the one who stayed, after - before")
                    .isBetween(-MAX_DRIFT_MS, MAX_DRIFT_MS);
            assertThat(viewer.errors()).isEmpty();
            Live.leave(viewer);
            Live.leave(stays);
        }
    }

    /** Chooses a layer and returns how long it took until its pictures are seen. */
    private static long select(Page viewer, int rank, int height) {
        long fromMs = viewer.run("await kit.choose(session, { layer: %d }); return Date.now();".formatted(rank))
                .asLong();
        awaitHeight(viewer, height);
        return viewer.run("return window.measured.frames.at(-1).at;").asLong() - fromMs;
    }

    private static void awaitHeight(Page viewer, int height) {
        viewer.await("return window.measured.frames.at(-1)?.height === " + height + ";", Duration.ofSeconds(10));
    }

    /** What both saw in the same three seconds. */
    private record Pair(JsonNode viewer, JsonNode stays) {
        private static final int WATCHED_MS = 3000;

        static Pair watch(Page viewer, Page stays) {
            JsonNode seen = Live.watch(viewer, WATCHED_MS);
            return new Pair(seen, stays.run("return kit.summary(window.measured, Date.now() - " + WATCHED_MS + ");"));
        }

        /** Of the viewer, beside the one who stayed. */
        double syncMs() {
            return Live.syncMs(viewer) - Live.syncMs(stays);
        }
    }
}
