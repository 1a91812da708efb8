package io.steadycast.live.stack;

import io.steadycast.live.browser.Installed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Confined to the test's thread. Debian's GStreamer with webrtcbin, in a process of its own, for a number of seconds. */
public final class GstPeer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final int seconds;
    private final CompletableFuture<String> output;

    private GstPeer(Process process, int seconds) {
        this.process = process;
        this.seconds = seconds;
        this.output = CompletableFuture.supplyAsync(
                () -> process.inputReader().lines().collect(Collectors.joining("\n")));
    }

    /** {@code role} is publish or play. */
    public static GstPeer start(String role, String url, int seconds, String codec) {
        Path python = Installed.require("/usr/bin/python3", "python3-gst-1.0");
        try (InputStream script = GstPeer.class.getResourceAsStream("/live/gst_peer.py")) {
            Path file = Files.createTempFile("gst_peer", ".py");
            Files.copy(Objects.requireNonNull(script), file, StandardCopyOption.REPLACE_EXISTING);
            var command = List.of(python.toString(), file.toString(), role, url, Integer.toString(seconds), codec);
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new GstPeer(process, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it sent or decoded, once its time is over: {@code {state, video, audio, error}}. */
    public JsonNode result() {
        String text = output.orTimeout(seconds + 20, TimeUnit.SECONDS).join();
        String last = text.lines().filter(line -> line.startsWith("{")).reduce("", (a, b) -> b);
        if (last.isEmpty()) {
            throw new AssertionError("GStreamer said\n" + text);
        }
        return JSON.readTree(last);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
