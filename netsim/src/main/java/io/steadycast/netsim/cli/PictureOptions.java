package io.steadycast.netsim.cli;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.client.VideoFormat;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.RecordedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to its command. Really encoded pictures to send instead of modelled ones. */
final class PictureOptions {
    private static final int MAX_INPUTS = 3;
    private static final int MAX_FPS = 120;
    private static final int DEFAULT_FPS = 30;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description =
                    "Encoded video to send, in a loop: IVF (VP8, VP9) or H.264 Annex B. Once for each simulcast layer, lowest first.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--fps",
            paramLabel = "N",
            description = "Frames a second of --input, where the file does not say it (H.264; default 30).")
    private @Nullable Integer fps;

    @Option(
            names = "--temporal-layers",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Temporal layers that a VP8 --input was encoded with, 1 or 3 (T0 T2 T1 T2; default ${DEFAULT-VALUE}).")
    private int temporalLayers;

    boolean given() {
        return !inputs.isEmpty();
    }

    /** @throws BadInput if a file cannot be read or does not fit the others */
    HostConfig host(@Nullable VideoFormat wanted) {
        if (inputs.size() > MAX_INPUTS) {
            throw new BadInput("--input: " + inputs.size() + " files; at most " + MAX_INPUTS);
        }
        if (temporalLayers != 1 && temporalLayers != 3) {
            throw new BadInput("--temporal-layers " + temporalLayers + ": must be 1 or 3");
        }
        List<RecordedFrames> recordings =
                inputs.stream().map(PictureOptions::read).toList();
        RecordedFrames.Format first = recordings.getFirst().format();
        for (int i = 0; i < recordings.size(); i++) {
            check(inputs.get(i), recordings.get(i).format(), first, wanted);
        }
        if (temporalLayers > 1 && first.codec() != Codec.VP8) {
            throw new BadInput("--temporal-layers " + temporalLayers + ": only with VP8, this is " + first.codec());
        }
        return HostConfig.recorded(recordings, rate(first), temporalLayers, true);
    }

    private int rate(RecordedFrames.Format format) {
        int rate = fps != null ? fps : format.framesPerSecond() > 0 ? format.framesPerSecond() : DEFAULT_FPS;
        if (rate < 1 || rate > MAX_FPS) {
            throw new BadInput("--fps " + rate + ": must be 1 to " + MAX_FPS);
        }
        return rate;
    }

    private static void check(
            Path file, RecordedFrames.Format format, RecordedFrames.Format first, @Nullable VideoFormat wanted) {
        String what = "--input " + file + ": ";
        if (format.codec() == Codec.AV1) {
            throw new BadInput(what + "is AV1, which is not sent yet; legal are VP8, VP9 and H264");
        }
        if (wanted != null && VideoFormat.of(format.codec()) != wanted) {
            throw new BadInput(what + "is " + format.codec() + ", --codec says " + wanted);
        }
        if (format.codec() != first.codec() || format.framesPerSecond() != first.framesPerSecond()) {
            throw new BadInput(what
                    + "%s at %d frames a second, the first file is %s at %d; all layers must be alike"
                            .formatted(
                                    format.codec(), format.framesPerSecond(), first.codec(), first.framesPerSecond()));
        }
    }

    private static RecordedFrames read(Path file) {
        try {
            return RecordedFrames.read(Files.readAllBytes(file), "--input " + file);
        } catch (NoSuchFileException e) {
            throw new BadInput("--input " + file + ": no such file");
        } catch (IOException e) {
            throw new BadInput("--input " + file + ": cannot be read (" + e + ")");
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
