package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A Firefox on the watch page that knows of the server's TCP candidates alone: it connects actively (RFC 6544), and plays. */
@ExtendWith(LiveResources.class)
final class IceTcpFirefoxIT {
    private static final int WATCHED_MS = 8_000;

    /** Its driver listens inside whatever network it is in, so UDP is taken out of the answers instead of out of its network. */
    private static final String TCP_ALONE = """
            const apply = RTCPeerConnection.prototype.setRemoteDescription;
            RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
              const lines = sdp.split('\\r\\n').filter((line) => !/^a=candidate:\\S+ 1 udp /i.test(line));
              return apply.call(this, { type, sdp: lines.join('\\r\\n') });
            };
            """;

    private final Chromium chromium;
    private final Firefox firefox;
    private final KitServer kit;

    IceTcpFirefoxIT(Chromium chromium, Firefox firefox, KitServer kit) {
        this.chromium = chromium;
        this.firefox = firefox;
        this.kit = kit;
    }

    @Test
    void aFirefoxWatchesOverTcp() throws IOException {
        int tcpPort = LiveServer.freePorts();
        try (LiveServer server = LiveServer.start("tcp.port = " + tcpPort);
                Page host = Live.layeredHost(chromium.open(kit.page()), server.whip("tcp"), "L1T3");
                Page watch = firefox.open(server.url() + "/watch/tcp", TCP_ALONE)) {
            watch.await("return (await window.steadycast?.stats())?.video?.framesDecoded > 50;", Live.SOON);
            JsonNode before = watch.run("return steadycast.stats();");
            watch.run("await new Promise(resolve => setTimeout(resolve, %d));".formatted(WATCHED_MS));
            JsonNode after = watch.run("return steadycast.stats();");
            System.out.printf("%s over TCP: %s%n", firefox.name(), after);
            double fps = (after.at("/video/framesDecoded").asDouble()
                            - before.at("/video/framesDecoded").asDouble())
                    * 1e3
                    / WATCHED_MS;
            assertThat(fps).as("frames a second").isGreaterThan(20);
            assertThat(after.at("/route/protocol").asString()).isEqualTo("tcp");
            String metrics = ServerProcess.get(server.url() + "/metrics");
            assertThat(ServerProcess.sum(metrics, "steadycast_tcp_bytes_total", "direction=\"out\""))
                    .isGreaterThan(100_000);
            assertThat(watch.errors()).isEmpty();
            Live.leave(host);
        }
    }
}
