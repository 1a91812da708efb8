package io.steadycast.live.stack;

import io.steadycast.live.browser.Installed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Confined to the test's thread. A real TURN server (RFC 8656) whose logins follow from a shared secret. */
public final class Coturn implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(10);
    private static final int LOOK_MS = 50;

    private final Process process;
    private final String address;
    private final int port;

    private Coturn(Process process, String address, int port) {
        this.process = process;
        this.address = address;
        this.port = port;
    }

    /** On {@code address} and a port that was free a moment ago; it relays by UDP from the same address. */
    public static Coturn start(String address, int port, String secret) {
        String program = Installed.require("/usr/bin/turnserver", "coturn").toString();
        try {
            Process process = new ProcessBuilder(
                            program,
                            "-n",
                            "--listening-ip=" + address,
                            "--listening-port=" + port,
                            "--relay-ip=" + address,
                            "--use-auth-secret",
                            "--static-auth-secret=" + secret,
                            "--realm=steadycast.test",
                            "--no-cli",
                            "--no-tls",
                            "--no-dtls",
                            "--pidfile=",
                            "--log-file=stdout",
                            "--simple-log")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Coturn turn = new Coturn(process, address, port);
            turn.awaitListening();
            return turn;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening() {
        long end = System.nanoTime() + READY.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), LOOK_MS);
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new AssertionError("coturn does not listen on " + address + ":" + port
                + (process.isAlive() ? "" : "; it ended with " + process.exitValue()));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
