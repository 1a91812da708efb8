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
    private static final int JOINS = 3;
    private static final int OLD_MS = 8000;
    private static final double MAX_LATENCY_DIFFERENCE_MS = 50;
    private static final double MAX_SYNC_DIFFERENCE_MS = 45;

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
            // Old means old: its jitter buffers have settled after its own join.
            Live.watch(old, OLD_MS);
            List<Double> latency = new ArrayList<>();
            List<Double> sync = new ArrayList<>();
            for (int i = 0; i < JOINS; i++) {
                live.join(joiner, room, "{}");
                joiner.run("await new Promise(resolve => setTimeout(resolve, 3000));");
                JsonNode fresh = Live.watch(joiner, 3000);
                JsonNode known = old.run("return kit.summary(window.measured, Date.now() - 3000);");
                System.out.println(browser.name() + " joiner " + fresh + "\n  old viewer " + known);
                latency.add(
                        fresh.path("videoMs").asDouble() - known.path("videoMs").asDouble());
                sync.add(Live.syncMs(fresh) - Live.syncMs(known));
                Live.leave(joiner);
            }
            System.out.printf("%s joiner - old viewer: latency %s ms, A/V sync %s ms%n", browser.name(), latency, sync);
            // An old viewer may be the slower one: jitter buffers that once met a busy machine shrink only over
            // minutes.
            assertThat(median(latency))
                    .as("latency of joiner - old viewer")
                    .isLessThanOrEqualTo(MAX_LATENCY_DIFFERENCE_MS);
            assertThat(median(sync)).isBetween(-MAX_SYNC_DIFFERENCE_MS, MAX_SYNC_DIFFERENCE_MS);
            Live.leave(old);
        }
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
