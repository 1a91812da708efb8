package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Chromium;
import io.steadycast.live.browser.Firefox;
import io.steadycast.live.browser.Page;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The kit itself: each browser calls itself inside one page, so that a failure here is never the server's. */
final class BrowserKitIT {
    private static final String PAGE = """
            <!doctype html><title>kit</title><link rel="icon" href="data:,"><video autoplay playsinline muted></video>
            <script>
              window.result = (async () => {
                const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
                const a = new RTCPeerConnection(), b = new RTCPeerConnection();
                a.onicecandidate = e => b.addIceCandidate(e.candidate);
                b.onicecandidate = e => a.addIceCandidate(e.candidate);
                b.ontrack = e => { document.querySelector('video').srcObject = e.streams[0]; };
                for (const track of stream.getTracks()) a.addTrack(track, stream);
                await a.setLocalDescription();
                await b.setRemoteDescription(a.localDescription);
                await b.setLocalDescription();
                await a.setRemoteDescription(b.localDescription);
              })();
              setTimeout(() => console.error('complaint of ' + window.marked), 0);
            </script>
            """;

    @Test
    void chromiumPlaysACallWithItself() throws IOException {
        try (Browser browser = Chromium.start()) {
            playsACallWithItself(browser);
        }
    }

    @Test
    void firefoxPlaysACallWithItself() throws IOException {
        try (Browser browser = Firefox.start()) {
            playsACallWithItself(browser);
        }
    }

    private static void playsACallWithItself(Browser browser) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        http.start();
        String url = "http://127.0.0.1:" + http.getAddress().getPort() + "/";
        try (Page page = browser.open(url, "window.marked = 'preload';")) {
            page.run("await window.result;");
            int frames = page.await("""
                            const v = document.querySelector('video');
                            window.presented ??= 0;
                            v.requestVideoFrameCallback((now, frame) => { window.presented = frame.presentedFrames; });
                            return window.presented > 10 && window.presented;
                            """, Duration.ofSeconds(20)).asInt();
            System.out.println(browser.name() + " plays a call with itself, frames " + frames);
            assertThat(page.errors()).singleElement().asString().contains("complaint of preload");
            assertThat(page.screenshot()).startsWith((byte) 0x89, 'P', 'N', 'G');
        } finally {
            http.stop(0);
        }
    }
}
