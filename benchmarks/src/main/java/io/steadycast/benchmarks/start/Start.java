package io.steadycast.benchmarks.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * One start of the server by its launcher.
 *
 * @param launcherNs from the launcher's start until it gave its place to java
 * @param javaNs from there to the line that begins with "ready"
 */
record Start(long launcherNs, long javaNs) {
    private static final int END_TIMEOUT_S = 10;
    private static final long LOOK_NS = 500_000;

    /** Starts it, waits for the line, and ends it again. Linux only: when java begins is seen in /proc. */
    static Start measure(String launcher) throws IOException, InterruptedException {
        String udp = Integer.toString(freeUdpPort());
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder(
                        launcher, "serve", "--http", "127.0.0.1:0", "--udp", udp, "--announce", "127.0.0.1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            long execNs = awaitJava(process);
            String line = lines.readLine();
            while (line != null && !line.startsWith("ready ")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException(launcher + " serve ended before it was ready");
            }
            return new Start(execNs - startNs, System.nanoTime() - execNs);
        } finally {
            process.destroy();
            if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static long awaitJava(Process process) throws IOException, InterruptedException {
        Path running = Path.of("/proc", Long.toString(process.pid()), "exe");
        while (process.isAlive()) {
            if (Files.readSymbolicLink(running).endsWith("java")) {
                return System.nanoTime();
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_NS);
        }
        throw new IOException("the launcher ended with " + process.exitValue() + "; see ./steadycast serve");
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0)) {
            // The loops take the ports behind it as well.
            return Math.min(probe.getLocalPort(), 65_000);
        }
    }
}
