package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Viewers behind a link that loses, and behind a NAT that forgets. */
@ExtendWith(LiveResources.class)
final class LossyLinkIT {
    private static final long SEED = 20261123;
    private static final double LOSS = 0.05;
    private static final int RTT_MS = 20;

    /** libwebrtc checks a stable pair each 2.5 s (p2p/base/p2p_constants.h). */
    private static final Duration CHROMIUM_CHECK = Duration.ofMillis(2500);

    /** RFC 7675 section 5.1: 5 s, give or take a fifth. */
    private static final Duration FIREFOX_CHECK = Duration.ofSeconds(6);

    private static final Duration RECOVERY = Duration.ofMillis(1500);

    /** Pictures that are so much later than before are not live. */
    private static final int LIVE_AGAIN_MS = 300;

    /** What is seen within this time after the NAT forgot may have been on its way. */
    private static final int CERTAINLY_GONE_MS = 300;

    private final Live live;

    LossyLinkIT(Live live) {
        this.live = live;
    }

    @Test
    void picturesContinueAtFivePercentLoss() throws IOException {
        try (Page host = live.layeredHost("loss")) {
            loses(live.chromium());
            loses(live.firefox());
            Live.leave(host);
        }
    }

    private void loses(Browser browser) throws IOException {
        try (Page viewer = live.page(browser);
                Emulator link = EmulatedLink.open(viewer, live.server().whep("loss"), lossy(), SEED)) {
            live.join(viewer, "loss", "{}");
            JsonNode seen = Live.watch(viewer, 8000);
            JsonNode video = Live.inbound(viewer, "video");
            System.out.printf(
                    "%s at 5 %% loss (seed %d): %s; packets %d, RTX %d, NACK %d, PLI %d, freezes %d; %s%n",
                    browser.name(),
                    SEED,
                    seen,
                    video.path("packetsReceived").asInt(),
                    video.path("retransmittedPacketsReceived").asInt(-1),
                    video.path("nackCount").asInt(),
                    video.path("pliCount").asInt(),
                    video.path("freezeCount").asInt(),
                    drops(link));
            assertThat(link.state().clients())
                    .anyMatch(client -> client.down().drops().getOrDefault("lost", 0L) > 0);
            assertThat(seen.path("frames").asInt())
                    .as("pictures in 8 s of 25 fps")
                    .isGreaterThan(120);
            assertThat(seen.path("beeps").asInt()).as("beeps in 8 s").isGreaterThanOrEqualTo(13);
            assertThat(video.path("nackCount").asInt()).isPositive();
            // Firefox's getStats does not tell retransmissions; that losses were filled shows in its pictures.
            if (video.has("retransmittedPacketsReceived")) {
                assertThat(video.path("retransmittedPacketsReceived").asInt()).isPositive();
            }
            Live.leave(viewer);
        }
    }

    @Test
    void aNewSourcePortMovesTheViewer() throws IOException {
        try (Page host = live.layeredHost("rebind")) {
            rebinds(live.chromium(), CHROMIUM_CHECK);
            rebinds(live.firefox(), FIREFOX_CHECK);
            Live.leave(host);
        }
    }

    /** The browser does not know; its next check from the new port moves the peer. What it missed until then is skipped, not repaired. */
    private void rebinds(Browser browser, Duration checkAtMost) throws IOException {
        try (Page viewer = live.page(browser);
                Emulator link = EmulatedLink.open(viewer, live.server().whep("rebind"), PathSpec.PLAIN, SEED)) {
            live.join(viewer, "rebind", "{}");
            JsonNode before = Live.watch(viewer, 3000);
            long from = viewer.run("return Date.now();").asLong();
            link.happen("test", Emulator.ALL, Direction.BOTH, new Happening.NatRebinding(false));
            long liveAgainMs = viewer.await(
                            """
                            const late = measured.frames.findLastIndex(f => f.at > %d && f.latencyMs > %d);
                            const live = measured.frames.slice(late + 1).filter(f => f.at > %d && f.latencyMs >= 0);
                            return live.length > 50 && live[0].at - %d;
                            """.formatted(
                                            from,
                                            before.path("videoMs").asInt() + LIVE_AGAIN_MS,
                                            from + CERTAINLY_GONE_MS,
                                            from),
                            Duration.ofSeconds(20))
                    .asLong();
            JsonNode after = Live.watch(viewer, 2000);
            JsonNode during = viewer.run("return kit.summary(window.measured, " + from + ");");
            System.out.printf(
                    "%s behind a NAT that forgot its port: live again after %d ms, pause %d ms; before %s, after %s, PLI %d%n",
                    browser.name(),
                    liveAgainMs,
                    during.path("longestGapMs").asInt(),
                    before,
                    after,
                    Live.inbound(viewer, "video").path("pliCount").asInt());
            assertThat(liveAgainMs).isLessThan(checkAtMost.plus(RECOVERY).toMillis());
            assertThat(after.path("frames").asInt())
                    .as("pictures in 2 s of 25 fps")
                    .isGreaterThan(40);
            assertThat(viewer.run("return session.pc.connectionState;").asString())
                    .isEqualTo("connected");
            Live.leave(viewer);
        }
    }

    private static PathSpec lossy() {
        DirectionSpec way = DirectionSpec.PLAIN.withLoss(new Loss.Iid(LOSS));
        return PathSpec.symmetric(BaseDelay.ofRttMs(RTT_MS), way);
    }

    private static String drops(Emulator link) {
        return String.join(
                ", ",
                link.state().clients().stream()
                        .map(client -> "client " + client.id() + " up "
                                + client.up().drops() + " down " + client.down().drops())
                        .toList());
    }
}
