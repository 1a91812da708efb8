package io.steadycast.live.reality;

import io.steadycast.live.KitServer;
import io.steadycast.live.browser.Browser;
import io.steadycast.live.browser.Page;
import io.steadycast.netsim.endpoint.RecordedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.CRC32;

/** Stateless. The pictures of a comparison: made once by a browser's own encoder, then read from a file. */
public final class Recording {
    /** Of a comparison's loop. */
    static final int SECONDS = 20;

    private Recording() {}

    /** From the file, which is made if it is not there; {@code seconds} is how long it will be then. */
    public static RecordedFrames of(Path file, int seconds, Browser browser, KitServer kit) throws IOException {
        if (!Files.exists(file)) {
            make(file, seconds, browser, kit);
        }
        return RecordedFrames.read(Files.readAllBytes(file), file.toString());
    }

    /** For a report: which pictures these were. */
    static String describe(Path file, RecordedFrames frames) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(Files.readAllBytes(file));
        return String.format(
                Locale.ROOT,
                "%d frames of %d x %d, %.0f kbit/s, CRC-32 %08x",
                frames.frames(),
                frames.format().widthPx(),
                frames.format().heightPx(),
                frames.bitrateBps(Setting.FPS) / 1e3,
                sum.getValue());
    }

    private static void make(Path file, int seconds, Browser browser, KitServer kit) throws IOException {
        try (Page page = browser.open(kit.page())) {
            page.await("return window.kit;", Duration.ofSeconds(20));
            String encoded = page.run("""
                    return kit.record({ width: %d, height: %d, fps: %d, frames: %d, bps: %d, scalabilityMode: 'L1T3' });
                    """.formatted(
                            Setting.WIDTH_PX, Setting.HEIGHT_PX, Setting.FPS, seconds * Setting.FPS, Setting.BPS))
                    .asString();
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.write(file, Base64.getDecoder().decode(encoded));
        }
    }
}
