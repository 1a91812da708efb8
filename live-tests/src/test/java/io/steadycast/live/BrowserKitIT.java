package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The kit itself: each browser calls itself inside one page and measures that, so that a failure here is never the server's. */
final class BrowserKitIT {
    private static final String CALL_ITSELF = """
            const source = await kit.startSource();
            const a = new RTCPeerConnection(), b = new RTCPeerConnection();
            a.onicecandidate = e => b.addIceCandidate(e.candidate);
            b.onicecandidate = e => a.addIceCandidate(e.candidate);
            const video = document.createElement('video');
            Object.assign(video, { autoplay: true, muted: true, playsInline: true });
            document.body.append(video);
            const stream = new MediaStream();
            b.ontrack = e => { stream.addTrack(e.track); video.srcObject = stream; };
            for (const track of source.stream.getTracks()) a.addTrack(track, source.stream);
            await a.setLocalDescription();
            await b.setRemoteDescription(a.localDescription);
            await b.setLocalDescription();
            await a.setRemoteDescription(b.localDescription);
            window.measured = await kit.measure(video, stream);
            console.error('complaint of ' + window.marked);
            """;

    @Test
    void chromiumPlaysACallWithItself() {
        try (Browser browser = Chromium.start()) {
            playsACallWithItself(browser);
        }
    }

    @Test
    void firefoxPlaysACallWithItself() {
        try (Browser browser = Firefox.start()) {
            playsACallWithItself(browser);
        }
    }

    private static void playsACallWithItself(Browser browser) {
        try (var kit = new KitServer();
                Page page = browser.open(kit.page(), "window.marked = 'preload';")) {
            page.run(CALL_ITSELF);
            page.await(
                    "return window.measured.frames.length >= 100 && window.measured.beeps.length >= 6;",
                    Duration.ofSeconds(20));
            JsonNode seen = page.run("return kit.summary(window.measured);");
            System.out.println(browser.name() + " calls itself: " + seen);
            assertThat(seen.path("unreadable").asInt())
                    .isLessThan(seen.path("frames").asInt() / 10);
            assertThat(seen.path("videoMs").asInt()).isBetween(1, 500);
            assertThat(seen.path("audioMs").asInt()).isBetween(1, 500);
            assertThat(page.errors()).singleElement().asString().contains("complaint of preload");
            assertThat(page.screenshot()).startsWith((byte) 0x89, 'P', 'N', 'G');
        }
    }
}
