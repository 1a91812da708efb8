package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import io.steadycast.live.stack.Coturn;
import io.steadycast.live.stack.TcpOnlyNetwork;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A viewer whose network lets no UDP out watches through a TURN server that the page was told of. */
@ExtendWith(LiveResources.class)
final class TurnIT {
    private static final String SECRET = "a secret of the tests, longer than 32 bytes";
    private static final String TURN_SECRET = "north wind";
    private static final int WITHOUT_RELAY_MS = 5_000;

    private final Live live;

    TurnIT(Live live) {
        this.live = live;
    }

    @Test
    void aViewerWithoutUdpWatchesThroughTheRelay() {
        int turnPort = LiveServer.freePorts();
        try (TcpOnlyNetwork network = TcpOnlyNetwork.open();
                Coturn _ = Coturn.start(network.outsideAddress(), turnPort, TURN_SECRET);
                LiveServer server = LiveServer.start(network.outsideAddress(), """
                        auth.secret = "%s"
                        announce = ["%s"]
                        ice-servers { uris = ["turn:%s:%d?transport=tcp"], secret = "%s" }
                        """.formatted(
                                SECRET, network.outsideAddress(), network.outsideAddress(), turnPort, TURN_SECRET));
                Page host = live.page(live.chromium());
                Chromium away = Chromium.start(network::wrapped)) {
            goLive(host, server);
            String view = token("view");
            try (Page watch = away.open(server.url() + "/watch/shop#token=" + view)) {
                watch.await("return (await window.steadycast?.stats())?.video?.framesDecoded > 50;", Live.SOON);
                JsonNode stats = watch.run("return steadycast.stats();");
                System.out.printf("%s without UDP: %s%n", away.name(), stats);
                assertThat(stats.path("route").path("type").asString()).isEqualTo("relay");
                assertThat(stats.path("route").path("protocol").asString()).isEqualTo("tcp");
                assertThat(without(watch, view)).as("state without a relay").isNotEqualTo("connected");
            }
            Live.leave(host);
        }
    }

    private static void goLive(Page host, LiveServer server) {
        host.await("return window.kit;", Live.SOON);
        host.run("""
                window.source = await kit.startSource({width:640,height:360});
                window.session = await kit.publish(window.source.stream, %s, {codec:'VP8', token:%s});
                """.formatted(Page.quote(server.whip("shop")), Page.quote(token("publish"))));
    }

    private static String token(String role) {
        return Tokens.hs256(SECRET, "shop", role, Instant.now().plus(Duration.ofHours(1)));
    }

    /** The control: that UDP really is shut. */
    private static String without(Page watch, String token) {
        return watch.run("""
                const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
                pc.addTransceiver('video', { direction: 'recvonly' });
                await pc.setLocalDescription();
                const response = await fetch('/whep/shop', {
                  method: 'POST',
                  headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + %s },
                  body: pc.localDescription.sdp,
                });
                if (response.status !== 201) throw new Error(await response.text());
                await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
                await new Promise(resolve => setTimeout(resolve, %d));
                const state = pc.connectionState;
                pc.close();
                await fetch(response.headers.get('Location'), {
                  method: 'DELETE', headers: { Authorization: 'Bearer ' + %s },
                });
                return state;
                """.formatted(Page.quote(token), WITHOUT_RELAY_MS, Page.quote(token)))
                .asString();
    }
}
