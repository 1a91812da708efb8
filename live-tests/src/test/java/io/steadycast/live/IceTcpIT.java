package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import io.steadycast.live.stack.TcpOnlyNetwork;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A host and a viewer whose network lets no UDP out connect to the server itself, over TCP and without a relay. */
final class IceTcpIT {
    private static final String SECRET = "a secret of the tests, longer than 32 bytes";
    private static final int WATCHED_MS = 10_000;
    /** The kit's source needs a secure context, which a page of another address is not. */
    private static final String PUBLISH = """
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [640, 360];
            const pen = canvas.getContext('2d');
            let frame = 0;
            setInterval(() => {
              frame++;
              for (let i = 0; i < 40; i++) {
                pen.fillStyle = `hsl(${(frame * 3 + i * 9) % 360} 80% 50%)`;
                pen.fillRect((i * 97 + frame * 5) % 640, (i * 53) % 360, 60, 60);
              }
            }, 40);
            window.pc = new RTCPeerConnection();
            pc.addTrack(canvas.captureStream(25).getVideoTracks()[0]);
            await pc.setLocalDescription();
            const response = await fetch('/whip/shop', {
              method: 'POST',
              headers: { 'Content-Type': 'application/sdp', Authorization: 'Bearer ' + TOKEN },
              body: pc.localDescription.sdp,
            });
            if (response.status !== 201) throw new Error(await response.text());
            await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
            """;

    private static final String OVER_TCP = """
            const reports = [...(await pc.getStats()).values()];
            const transport = reports.find(one => one.type === 'transport');
            const pair = reports.find(one => one.id === transport?.selectedCandidatePairId);
            const remote = reports.find(one => one.id === pair?.remoteCandidateId);
            return remote ? remote.protocol + ' ' + remote.port : 'none';
            """;

    @Test
    void aViewerAndAHostWithoutUdpNeedNoRelay() throws IOException, InterruptedException {
        int tcpPort = LiveServer.freePorts();
        try (TcpOnlyNetwork network = TcpOnlyNetwork.open();
                LiveServer server = LiveServer.start(
                        network.outsideAddress(), """
                        auth.secret = "%s"
                        announce = ["%s"]
                        tcp.port = %d
                        """.formatted(SECRET, network.outsideAddress(), tcpPort));
                Chromium away = Chromium.start(network::wrapped)) {
            try (Page host = away.open(server.url() + "/")) {
                host.run(PUBLISH.replace("TOKEN", Page.quote(token("publish"))));
                host.await("return window.pc.connectionState === 'connected';", Live.SOON);
                assertThat(host.run(OVER_TCP).asString()).isEqualTo("tcp " + tcpPort);
                try (Page watch = away.open(server.url() + "/watch/shop#token=" + token("view"))) {
                    watches(server, watch);
                }
                host.run("window.pc.close();");
            }
        }
    }

    private static void watches(LiveServer server, Page watch) throws IOException, InterruptedException {
        watch.await("return (await window.steadycast?.stats())?.video?.framesDecoded > 50;", Live.SOON);
        JsonNode before = watch.run("return steadycast.stats();");
        watch.run("await new Promise(resolve => setTimeout(resolve, %d));".formatted(WATCHED_MS));
        JsonNode after = watch.run("return steadycast.stats();");
        System.out.printf("without UDP and relay: %s%n", after);
        assertThat(after.path("route").path("type").asString()).isEqualTo("direct");
        assertThat(after.path("route").path("protocol").asString()).isEqualTo("tcp");
        double seconds = WATCHED_MS / 1_000.0;
        double fps = (after.at("/video/framesDecoded").asDouble()
                        - before.at("/video/framesDecoded").asDouble())
                / seconds;
        assertThat(fps).as("frames a second").isGreaterThan(20);
        String metrics = metrics(server);
        assertThat(metric(metrics, "steadycast_tcp_open")).isGreaterThanOrEqualTo(2);
        assertThat(metric(metrics, "steadycast_tcp_bytes_total{direction=\"in\""))
                .isGreaterThan(100_000);
        assertThat(metric(metrics, "steadycast_tcp_bytes_total{direction=\"out\""))
                .isGreaterThan(100_000);
        assertThat(metric(metrics, "steadycast_datagrams_total")).as("UDP").isZero();
    }

    private static String metrics(LiveServer server) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                    .header("Authorization", "Bearer " + Tokens.hs256(SECRET, "*", "operate", expiry()))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        }
    }

    /** The sum of all that begin so. */
    private static double metric(String metrics, String start) {
        return metrics.lines()
                .filter(line -> line.startsWith(start))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String token(String role) {
        return Tokens.hs256(SECRET, "shop", role, expiry());
    }

    private static Instant expiry() {
        return Instant.now().plus(Duration.ofHours(1));
    }
}
