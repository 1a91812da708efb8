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

/** A viewer goes between the lowest and the highest layer; nobody may see more of it than the sharpness. */
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
        try (Page viewer = live.viewer(browser, "switch", "{}")) {
            awaitHeight(viewer, 540);
            // The first sender reports must have come before anything can be said about sync.
            Live.watch(viewer, 2000);
            JsonNode before = Live.watch(viewer, 3000);
            long from = viewer.run("return Date.now();").asLong();
            List<Long> tookMs = new ArrayList<>();
            for (int i = 0; i < SWITCHES; i++) {
                boolean down = i % 2 == 0;
                tookMs.add(select(viewer, down ? LOW : HIGH, down ? 135 : 540));
            }
            JsonNode during = viewer.run("return kit.summary(window.measured, " + from + ");");
            JsonNode after = Live.watch(viewer, 3000);
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
            assertThat(drift(before, after)).as("A/V offset after - before").isBetween(-MAX_DRIFT_MS, MAX_DRIFT_MS);
            assertThat(viewer.errors()).isEmpty();
            Live.leave(viewer);
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

    static double drift(JsonNode before, JsonNode after) {
        assertThat(before.path("syncMs").isNumber())
                .as("A/V offset before: %s", before)
                .isTrue();
        assertThat(after.path("syncMs").isNumber())
                .as("A/V offset after: %s", after)
                .isTrue();
        return after.path("syncMs").asDouble() - before.path("syncMs").asDouble();
    }
}
