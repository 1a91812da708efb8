package io.steadycast.live.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any thread. A sound card of the test's own: Debian's PulseAudio with a sink that nobody hears. Without any device Firefox leaves every AudioContext suspended, and
 * its mock of a device runs some 4 % slow, so that sound falls behind by 100 ms in three seconds.
 */
final class SoundCard implements AutoCloseable {
    private static final long START_MS = 20_000;

    private final Process process;
    private final Path directory;

    private SoundCard(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static SoundCard start() throws IOException {
        Path executable = Installed.require("/usr/bin/pulseaudio", "pulseaudio");
        Path directory = Files.createTempDirectory("steadycast-sound");
        var builder = new ProcessBuilder(List.of(
                executable.toString(),
                "-n",
                "--daemonize=no",
                "--use-pid-file=no",
                "--exit-idle-time=-1",
                // One that rewinds sleeps for up to 2 s: 0.1 s of sound took 0.8 to 1.3 s, and Firefox shows no picture
                // before its sound began.
                "--load=module-null-sink rate=48000 norewinds=1",
                "--load=module-native-protocol-unix auth-anonymous=1 socket=" + directory.resolve("native")));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("PULSE_RUNTIME_PATH", directory.toString());
        // It warns of root, of D-Bus and of what else a test's machine lacks.
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        var card = new SoundCard(builder.start(), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(card.process::destroyForcibly));
        card.awaitSocket();
        return card;
    }

    private void awaitSocket() throws IOException {
        long end = System.nanoTime() + START_MS * 1_000_000;
        while (!Files.exists(directory.resolve("native"))) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("pulseaudio does not listen:\n" + Files.readString(directory.resolve("log")));
            }
            Thread.onSpinWait();
        }
    }

    /** For the environment variable PULSE_SERVER of those who play there. */
    String server() {
        return "unix:" + directory.resolve("native");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS).join();
        Directories.delete(directory);
    }
}
