package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Joining a room that is live: at once there, and soon not to be told from one who was there all the time. */
@ExtendWith(LiveResources.class)
final class JoinIT {
    private static final int JOINS = 5;
    private static final double MAX_LATENCY_DIFFERENCE_MS = 50;
    private static final double MAX_OFFSET_DIFFERENCE_MS = 45;

    private final Live live;

    JoinIT(Live live) {
        this.live = live;
    }

    /** Each join falls into another moment between two keyframes, so the median of the differences stands for all of them. */
    @Test
    void threeSecondsAfterJoiningNobodyLagsBehind() {
        try (Page host = live.layeredHost("join")) {
            compare(live.chromium(), "join");
            compare(live.firefox(), "join");
            Live.leave(host);
        }
    }

    private void compare(Browser browser, String room) {
        try (Page old = live.viewer(browser, room, "{}");
                Page joiner = live.page(browser)) {
            joiner.await("return window.kit;", Live.SOON);
            Live.watch(old, 3000);
            List<Double> latency = new ArrayList<>();
            List<Double> offset = new ArrayList<>();
            for (int i = 0; i < JOINS; i++) {
                live.join(joiner, room, "{}");
                long fromMs = joiner.run("await new Promise(r => setTimeout(r, 3000)); return Date.now();")
                        .asLong();
                Live.watch(joiner, 3000);
                String summary = "return kit.summary(window.measured, %d, %d);".formatted(fromMs, fromMs + 3000);
                JsonNode fresh = joiner.run(summary);
                JsonNode known = old.run(summary);
                System.out.println(browser.name() + " joiner " + fresh + "\n  old viewer " + known);
                latency.add(
                        fresh.path("videoMs").asDouble() - known.path("videoMs").asDouble());
                offset.add(fresh.path("offsetMs").asDouble()
                        - known.path("offsetMs").asDouble());
                Live.leave(joiner);
            }
            System.out.printf(
                    "%s joiner - old viewer: latency %s ms, A/V offset %s ms%n", browser.name(), latency, offset);
            assertThat(median(latency)).isBetween(-MAX_LATENCY_DIFFERENCE_MS, MAX_LATENCY_DIFFERENCE_MS);
            assertThat(median(offset)).isBetween(-MAX_OFFSET_DIFFERENCE_MS, MAX_OFFSET_DIFFERENCE_MS);
            Live.leave(old);
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
