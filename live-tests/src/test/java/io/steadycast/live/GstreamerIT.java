package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Page;
import io.steadycast.live.stack.GstPeer;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Debian's GStreamer (webrtcbin) as a host for a browser, and as a viewer of one. */
@ExtendWith(LiveResources.class)
final class GstreamerIT {
    private final Live live;

    GstreamerIT(Live live) {
        this.live = live;
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void publishes(String codec) {
        String room = "gst-host-" + codec;
        try (GstPeer host = GstPeer.start("publish", live.server().whip(room), 15, codec);
                Page viewer = live.page(live.chromium())) {
            // The host needs a moment; a viewer of a room that is not live yet is told so and asks again.
            viewer.await("""
                    if (!window.kit) return false;
                    window.session ??= await kit.watch(%s);
                    return true;
                    """.formatted(Page.quote(live.server().whep(room))), Duration.ofSeconds(10));
            viewer.run("""
                    await kit.firstFrameWithin(session, 8000);
                    window.measured = await kit.measure(session.video, session.stream);
                    """);
            viewer.await("return window.measured.frames.length > 50;", Duration.ofSeconds(8));
            assertThat(viewer.run("return kit.loudness(session.stream, 1000);").asDouble())
                    .as("sound")
                    .isGreaterThan(0.01);
            Live.leave(viewer);
            JsonNode sent = host.result();
            System.out.println("GStreamer host: " + sent);
            assertThat(sent.path("state").asString()).isEqualTo("connected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VP8", "H264"})
    void plays(String codec) {
        String room = "gst-viewer-" + codec;
        try (Page host = live.host(live.chromium(), room, "{width:640,height:360}", "{codec:'" + codec + "'}");
                GstPeer viewer = GstPeer.start("play", live.server().whep(room), 8, codec)) {
            JsonNode seen = viewer.result();
            System.out.println("GStreamer viewer: " + seen);
            assertThat(seen.path("state").asString()).isEqualTo("connected");
            assertThat(seen.path("video").asInt()).as("pictures decoded in 8 s").isGreaterThan(75);
            assertThat(seen.path("audio").asInt())
                    .as("audio buffers decoded in 8 s")
                    .isGreaterThan(200);
            Live.leave(host);
        }
    }
}
