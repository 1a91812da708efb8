package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import io.steadycast.live.browser.Page;
import io.steadycast.live.stack.NativePeer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Native libwebrtc in the JVM (webrtc-java) publishes and plays, with itself and with a browser. */
@ExtendWith(LiveResources.class)
final class NativeStackIT {
    private final Live live;
    private final HttpClient http = HttpClient.newHttpClient();

    /** A host is fed by its own source; a device that records beside it would be a second writer of the same stream. */
    private final PeerConnectionFactory hosts =
            new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));

    /** A viewer needs a device that asks for sound. */
    private final PeerConnectionFactory viewers = new PeerConnectionFactory(new HeadlessAudioDeviceModule());

    NativeStackIT(Live live) {
        this.live = live;
    }

    @AfterEach
    void dispose() {
        hosts.dispose();
        viewers.dispose();
        http.close();
    }

    @Test
    void publishesAndPlays() {
        String room = "native";
        try (NativePeer host = NativePeer.publish(hosts, http, live.server().whip(room));
                NativePeer viewer = NativePeer.play(viewers, http, live.server().whep(room));
                Page browser = live.viewer(live.chromium(), room, "{}")) {
            await("pictures", () -> viewer.pictures() > 50);
            await("sound", () -> viewer.loudBlocks() > 50);
            System.out.println(
                    "webrtc-java: pictures " + viewer.pictures() + ", blocks with sound " + viewer.loudBlocks());
            browser.await("return window.measured.frames.length > 50;", Live.SOON);
            assertThat(browser.run("return kit.loudness(session.stream, 1000);").asDouble())
                    .as("sound")
                    .isGreaterThan(0.01);
            assertThat(host.pictures()).as("a host is sent nothing").isZero();
            Live.leave(browser);
        }
    }

    @Test
    void playsABrowsersLayers() {
        try (Page host = live.layeredHost("native-viewer");
                NativePeer viewer = NativePeer.play(viewers, http, live.server().whep("native-viewer"))) {
            await("pictures", () -> viewer.pictures() > 50);
            await("beeps", () -> viewer.loudBlocks() > 10);
            Live.leave(host);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
