package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A host in the studio whose upload carries two layers of three: it is told to leave the highest out, says so, and its viewers see the middle one without a break. */
@ExtendWith(LiveResources.class)
final class ThinUplinkIT {
    private static final long SEED = 20261127;
    private static final long UPLINK_BPS = 750_000;
    private static final int RTT_MS = 40;
    private static final long QUEUE_MS = 200;
    /** The browser's own measuring, 15 s of patience with it, 10 s of being sure. */
    private static final Duration RELIEVED_WITHIN = Duration.ofSeconds(60);

    private static final int WATCHED_MS = 6_000;

    private final Chromium chromium;
    private final KitServer kit;

    ThinUplinkIT(Chromium chromium, KitServer kit) {
        this.chromium = chromium;
        this.kit = kit;
    }

    @Test
    void theHighestLayerIsLeftOutAndTheOthersComeWhole() throws IOException {
        try (LiveServer server = LiveServer.start("media.policy = fixed");
                Emulator first = uplink(server.udpPort());
                Emulator second = uplink(server.udpPort() + 1);
                Page studio = chromium.open(
                        server.url() + "/studio/thin?auto=1&width=960&height=540&fps=25&codec=vp8",
                        through(Map.of(server.udpPort(), port(first), server.udpPort() + 1, port(second))));
                Page viewer = chromium.open(kit.page())) {
            studio.await("return steadycast.state === 'live';", Live.SOON);
            viewer.await("return window.kit;", Live.SOON);
            viewer.run("""
                    window.session = await kit.watch(%s, {});
                    await kit.firstFrameWithin(session, 20000);
                    """.formatted(Page.quote(server.whep("thin"))));
            long tookMs = studio.await(
                            "return find('[data-rid=h][data-held=uplink]') && performance.now();", RELIEVED_WITHIN)
                    .asLong();
            viewer.await("return (await kit.stats(session)).inbound.video.frameHeight === 270;", Live.SOON);
            JsonNode seen = viewer.run("""
                    const frozen = () => kit.stats(session).then(s => s.inbound.video);
                    const before = await frozen();
                    await new Promise(resolve => setTimeout(resolve, %d));
                    const after = await frozen();
                    return { frames: after.framesDecoded - before.framesDecoded, height: after.frameHeight,
                      freezes: after.freezeCount - before.freezeCount };
                    """.formatted(WATCHED_MS));
            JsonNode health = studio.run("""
                    const card = find('.health');
                    return { level: card.className, text: card.querySelector('p').textContent };
                    """);
            System.out.printf(
                    "an upload of %d kbps: the highest layer was left out %d ms after the page was opened; then %s; the page says %s%n",
                    UPLINK_BPS / 1_000, tookMs, seen, health);
            assertThat(seen.path("height").asInt()).isEqualTo(270);
            assertThat(seen.path("frames").asInt())
                    .as("frames in %d ms", WATCHED_MS)
                    .isGreaterThan(WATCHED_MS / 1_000 * 15);
            assertThat(health.path("level").asString()).doesNotContain("health-good");
            assertThat(studio.errors()).isEmpty();
            viewer.run("await window.session.leave();");
            studio.run("steadycast.leave();");
        }
    }

    /** Answers lead through the emulators, one for each media port. */
    private static String through(Map<Integer, Integer> ports) {
        return """
                const ports = new Map(%s);
                const apply = RTCPeerConnection.prototype.setRemoteDescription;
                RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
                  const lines = sdp.split('\\r\\n').filter((line) => !line.startsWith('a=candidate:') || line.includes(' 127.0.0.1 '));
                  const moved = lines.map((line) => line.startsWith('a=candidate:')
                    ? line.replace(/ 127\\.0\\.0\\.1 (\\d+) /, (all, port) => ` 127.0.0.1 ${ports.get(Number(port))} `)
                    : line);
                  return apply.call(this, { type, sdp: moved.join('\\r\\n') });
                };
                """.formatted(ports.entrySet().stream()
                .map(one -> List.of(one.getKey(), one.getValue()))
                .toList());
    }

    private static Emulator uplink(int serverPort) throws IOException {
        DirectionSpec thin = DirectionSpec.PLAIN
                .withCapacity(Capacity.ofBps(UPLINK_BPS))
                .withQueue(QueueSpec.dropTail(UPLINK_BPS * QUEUE_MS / 8_000));
        PathSpec path = PathSpec.PLAIN.withBaseDelay(BaseDelay.ofRttMs(RTT_MS)).withUp(thin);
        return Emulator.open(EmulatorConfig.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort),
                new NamedPath("thin", path),
                SEED));
    }

    private static int port(Emulator link) {
        return link.addresses().getFirst().getPort();
    }
}
