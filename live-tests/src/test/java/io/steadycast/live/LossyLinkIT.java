package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.LossyRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Viewers behind a link that loses, and behind a NAT that forgets. */
@ExtendWith(LiveResources.class)
final class LossyLinkIT {
    private static final long SEED = 20261123;
    private static final double LOSS = 0.05;
    private static final Duration HALF_RTT = Duration.ofMillis(10);

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
                LossyRelay relay = relayFor(viewer, "loss")) {
            relay.toServer(LOSS, HALF_RTT);
            relay.toClients(LOSS, HALF_RTT);
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
                    relay.counters());
            assertThat(relay.counters().toClientsLost()).isPositive();
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
        try (Page host = live.layeredHost("rebind");
                Page viewer = live.page(live.chromium());
                LossyRelay relay = relayFor(viewer, "rebind")) {
            live.join(viewer, "rebind", "{}");
            JsonNode before = Live.watch(viewer, 2000);
            relay.rebind();
            // The browser does not know; its next check from the new port (at most 2.5 s apart) moves the peer.
            long from = viewer.run("return window.measured.frames.length;").asLong();
            viewer.await("return window.measured.frames.length > " + (from + 25) + ";", Duration.ofSeconds(10));
            // What was sent to the old port for up to 2.5 s is repaired first; then pictures come at their own pace
            // again.
            JsonNode after = Live.watch(viewer, 3000);
            for (int i = 0; i < 3 && after.path("frames").asInt() <= 37; i++) {
                System.out.println("NAT rebinding: still catching up: " + after);
                after = Live.watch(viewer, 3000);
            }
            System.out.println("NAT rebinding: before " + before + ", after " + after + ", pause "
                    + viewer.run("return kit.summary(window.measured).longestGapMs;") + " ms");
            assertThat(after.path("frames").asInt()).isGreaterThan(37);
            assertThat(viewer.run("return session.pc.connectionState;").asString())
                    .isEqualTo("connected");
            Live.leave(viewer);
            Live.leave(host);
        }
    }

    /** A relay in front of the port where the server puts viewers, which an answer to a first join tells. */
    private LossyRelay relayFor(Page viewer, String room) throws IOException {
        viewer.await("return window.kit;", Live.SOON);
        JsonNode candidate = viewer.run("""
                const first = await kit.watch(%s);
                await first.leave();
                const all = kit.candidates(first.answer).filter(c => !c.address.includes(':'));
                return all.find(c => !c.address.startsWith('127.')) ?? all[0];
                """.formatted(Page.quote(live.server().whep(room))));
        // Firefox pairs its interfaces only with addresses that are not loopback, so the relay stands on the server's
        // best one.
        String address = candidate.path("address").asString();
        int port = candidate.path("port").asInt();
        var server = new InetSocketAddress(InetAddress.ofLiteral(address), port);
        var relay = new LossyRelay(server, SEED);
        viewer.run("kit.throughRelay('" + address + "', " + relay.address().getPort() + ");");
        return relay;
    }
}
