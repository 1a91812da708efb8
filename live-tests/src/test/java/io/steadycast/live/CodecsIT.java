package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every codec from every browser that can send it to every browser that can show it, each with Opus beside it. */
@ExtendWith(LiveResources.class)
final class CodecsIT {
    private static final String SMALL = "{width:640,height:360}";

    private final Live live;

    CodecsIT(Live live) {
        this.live = live;
    }

    /** Debian's Firefox has no H.264 without a download, so it meets the other three. */
    @ParameterizedTest(name = "{0} from {1} to {2}")
    @CsvSource({
        "VP8,  chromium, firefox",
        "H264, chromium, chromium",
        "VP9,  chromium, both",
        "AV1,  chromium, both",
        "VP8,  firefox,  chromium",
        "VP9,  firefox,  chromium",
        "AV1,  firefox,  chromium",
    })
    void playsPicturesAndSound(String codec, String from, String to) {
        String room = "codec-" + codec + "-" + from;
        Browser publisher = from.equals("firefox") ? live.firefox() : live.chromium();
        try (Page host = live.host(publisher, room, SMALL, "{codec:'" + codec + "'}")) {
            if (!to.equals("firefox")) {
                plays(live.chromium(), room, codec);
            }
            if (!to.equals("chromium")) {
                plays(live.firefox(), room, codec);
            }
            assertThat(host.errors()).isEmpty();
            Live.leave(host);
        }
    }

    /** VP9 and AV1 with spatial layers in one stream: the dependency information says what to forward. */
    @ParameterizedTest(name = "{0} L3T3_KEY")
    @CsvSource({"VP9", "AV1"})
    void playsLayersInsideOneStream(String codec) {
        String room = "svc-" + codec;
        try (Page host = live.host(
                live.chromium(), room, "{}", "{codec:'" + codec + "',scalabilityMode:'L3T3_KEY',maxBitrate:1200000}")) {
            int plain = plays(live.chromium(), room, codec, "{}");
            plays(live.chromium(), room, codec, "{described:true}");
            if (codec.equals("AV1")) {
                growsBeyond(plain, room);
            }
            Live.leave(host);
        }
    }

    /** Without the dependency descriptor only the lowest layer can be decoded. */
    private void growsBeyond(int height, String room) {
        try (Page viewer = live.viewer(live.chromium(), room, "{described:true}")) {
            viewer.await("return window.measured.frames.at(-1)?.height > " + height + ";", Duration.ofSeconds(15));
            Live.leave(viewer);
        }
    }

    private void plays(Browser browser, String room, String codec) {
        plays(browser, room, codec, "{}");
    }

    /** Answers the height of the pictures at the end. */
    private int plays(Browser browser, String room, String codec, String options) {
        try (Page viewer = live.viewer(browser, room, options)) {
            JsonNode seen = Live.watch(viewer, 3000);
            JsonNode video = Live.inbound(viewer, "video");
            JsonNode audio = Live.inbound(viewer, "audio");
            System.out.printf(
                    "%s in %s: first frame %.0f ms, then %s, dropped %d, PLI %d%n",
                    codec,
                    browser.name(),
                    viewer.run("return window.firstFrameMs;").asDouble(),
                    seen,
                    video.path("framesDropped").asInt(),
                    video.path("pliCount").asInt());
            assertThat(seen.path("frames").asInt())
                    .as("pictures in 3 s of 25 fps")
                    .isGreaterThan(40);
            assertThat(seen.path("unreadable").asInt()).isLessThan(5);
            assertThat(seen.path("beeps").asInt()).as("beeps in 3 s").isBetween(4, 7);
            assertThat(audio.path("packetsLost").asInt()).isZero();
            assertThat(viewer.errors()).isEmpty();
            Live.leave(viewer);
            return video.path("frameHeight").asInt();
        }
    }
}
