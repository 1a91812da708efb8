package io.steadycast.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.live.browser.Installed;
import io.steadycast.live.browser.Page;
import io.steadycast.live.reality.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code netsim publish --input}: encoded files in, pictures on a browser's screen out. The pipelines are those of docs/netsim/clients.md. */
@ExtendWith(LiveResources.class)
final class PublishedPicturesIT {
    private static final String SOURCE =
            "videotestsrc num-buffers=125 pattern=ball ! video/x-raw,format=I420,width=640,height=360,framerate=25/1";

    /** A command in a process of its own loads its classes first, on a machine that may be busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final int FPS = 25;
    private static final int FRAMES = 6 * FPS;

    private final Live live;

    @TempDir
    private Path folder;

    PublishedPicturesIT(Live live) {
        this.live = live;
    }

    @Test
    void vp8OfGstreamerPlays() throws Exception {
        Path file = encoded(
                folder.resolve("a.ivf"),
                "vp8enc deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=50 ! avmux_ivf");
        plays("pictures-vp8", "video/VP8", "--input", file.toString(), "--codec", "vp8");
    }

    @Test
    void vp9OfGstreamerPlays() throws Exception {
        Path file = encoded(
                folder.resolve("a.ivf"),
                "vp9enc deadline=1 cpu-used=8 target-bitrate=800000 keyframe-max-dist=50 ! avmux_ivf");
        plays("pictures-vp9", "video/VP9", "--input", file.toString(), "--codec", "vp9");
    }

    @Test
    void h264OfGstreamerPlays() throws Exception {
        Path file = encoded(
                folder.resolve("a.h264"),
                "x264enc tune=zerolatency speed-preset=ultrafast bitrate=800 key-int-max=50 bframes=0"
                        + " ! video/x-h264,profile=constrained-baseline,stream-format=byte-stream"
                        + " ! h264parse config-interval=-1");
        plays("pictures-h264", "video/H264", "--input", file.toString(), "--codec", "h264", "--fps", "25");
    }

    /** A browser's own encoder with three temporal layers; every picture tells its number, and they come one after the other. */
    @Test
    void everyPictureOfATemporallyLayeredRecordingComes() throws Exception {
        Path file = folder.resolve("layered.ivf");
        Recording.of(file, FRAMES / FPS, live.chromium(), live.kit());
        try (Published host = new Published("pictures-layers", "--input", file.toString(), "--temporal-layers", "3");
                Page page = live.page(live.chromium())) {
            host.awaitLive(page);
            live.join(page, "pictures-layers", "{}");
            JsonNode numbers = page.run("""
                    const numbers = [];
                    const { video } = session;
                    const end = performance.now() + 4000;
                    while (performance.now() < end) {
                      const seen = await new Promise(resolve => video.requestVideoFrameCallback((now, f) => resolve(f)));
                      numbers.push([seen.presentedFrames, kit.frameNumber(video)]);
                    }
                    return numbers;
                    """);
            int forwards = 0;
            for (int i = 1; i < numbers.size(); i++) {
                long step = numbers.get(i).get(1).asLong()
                        - numbers.get(i - 1).get(1).asLong();
                // A picture that came while the one before was being read is read twice; none is older than the one
                // before, round the
                // loop's end.
                long ahead = Math.floorMod(step, (long) FRAMES);
                assertThat(ahead).as("step %d of %s", i, numbers).isLessThan(FRAMES / 2);
                forwards += ahead > 0 ? 1 : 0;
            }
            System.out.println(
                    "layered recording: " + numbers.size() + " pictures in 4 s, " + forwards + " of them new");
            assertThat(forwards).isGreaterThan(60);
        }
    }

    private void plays(String room, String mimeType, String... options) throws Exception {
        try (Published host = new Published(room, options);
                Page page = live.chromium().open(live.server().url() + "/watch/" + room)) {
            JsonNode video = page.await("""
                    const reports = [...(await steadycast.pc()?.getStats() ?? []).values()];
                    const video = reports.find(s => s.type === 'inbound-rtp' && s.kind === 'video');
                    return video?.framesDecoded > 60 && { ...video, mimeType: reports.find(s => s.id === video.codecId).mimeType };
                    """, PATIENCE);
            System.out.println(room + ": " + video.path("framesDecoded") + " decoded, " + video.path("framesDropped")
                    + " dropped, " + video.path("keyFramesDecoded") + " keyframes, PLI " + video.path("pliCount"));
            assertThat(video.path("mimeType").asString()).isEqualTo(mimeType);
            assertThat(video.path("frameWidth").asInt()).isEqualTo(640);
            assertThat(video.path("frameHeight").asInt()).isEqualTo(360);
        }
    }

    static Path encoded(Path file, String encoder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Installed.require("/usr/bin/gst-launch-1.0", "gstreamer1.0-tools")
                .toString());
        command.add("-q");
        command.addAll(List.of((SOURCE + " ! " + encoder + " ! filesink location=" + file).split(" ")));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return file;
    }

    /** The command in a process of its own. */
    private final class Published implements AutoCloseable {
        private final Process process;
        private final String room;

        Published(String room, String... options) throws IOException {
            this.room = room;
            List<String> arguments =
                    new ArrayList<>(List.of("publish", "--whip", live.server().whip(room)));
            arguments.addAll(List.of(options));
            process = Cli.start(arguments.toArray(String[]::new));
        }

        /** Until a viewer is let in. */
        void awaitLive(Page page) {
            page.await("return window.kit;", PATIENCE);
            page.await("""
                    const first = await kit.watch(%s).catch(() => null);
                    return first && await first.leave();
                    """.formatted(Page.quote(live.server().whep(room))), PATIENCE);
        }

        @Override
        public void close() {
            // Process.destroy would close its output as well.
            process.toHandle().destroy();
            String said = process.inputReader().lines().collect(Collectors.joining("\n"));
            // 128 + SIGTERM, which ends the session properly.
            assertThat(process.onExit().join().exitValue()).as(said).isEqualTo(143);
        }
    }
}
