package io.steadycast.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as its user meets it: the ready line, the pages, the orderly end, and errors that say what to do. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LauncherIT {
    private static final Path LAUNCHER = launcher();

    @TempDir
    Path elsewhere;

    private @Nullable Process running;

    @AfterEach
    void end() {
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Test
    void serveTellsWhenItIsReadyAndEndsOrderlyOnSigterm() throws Exception {
        int http = freeTcpPort();
        int udp = freeUdpPort();
        Process server = start("serve", "--http", "127.0.0.1:" + http, "--udp", Integer.toString(udp));
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).matches("ready http://127\\.0\\.0\\.1:" + http + " udp " + udp + "-\\d+");
            assertThat(get(http, "/").statusCode()).isEqualTo(200);
            assertThat(get(http, "/metrics").body()).contains("steadycast_drops_total");
            long began = System.nanoTime();
            // Not Process.destroy, which would close the output that is read below.
            assertThat(server.toHandle().destroy()).isTrue();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(3000);
            assertThat(server.exitValue()).isZero();
            assertThat(output.readLine()).as("one line is all").isNull();
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            Process server = start("serve", "--http", "127.0.0.1:" + freeTcpPort(), "--udp", port);
            assertThat(new String(server.getErrorStream().readAllBytes(), UTF_8))
                    .contains("127.0.0.1:" + port + ": the port is in use");
            assertThat(server.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void wrongOptionsNameOptionValueAndRange() throws Exception {
        Process server = start("serve", "--udp", "70000", "--http", "0.0.0.0:8080");
        assertThat(new String(server.getErrorStream().readAllBytes(), UTF_8))
                .contains("option --udp: ")
                .contains("70000")
                .contains("1..65535")
                .contains("option --http: ")
                .contains("auth.secret");
        assertThat(server.waitFor()).isEqualTo(2);
    }

    @Test
    void anUnknownCommandExplainsItself() throws Exception {
        Process launcher = start("sevre");
        assertThat(new String(launcher.getErrorStream().readAllBytes(), UTF_8))
                .contains("usage:")
                .contains("unknown command 'sevre'");
        assertThat(launcher.waitFor()).isEqualTo(2);
    }

    /** From another directory, through a link with a space in its name: the script must find its root all the same. */
    private Process start(String... arguments) throws IOException {
        Path link = elsewhere.resolve("a launcher");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, LAUNCHER);
        }
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(arguments));
        Process started =
                new ProcessBuilder(command).directory(elsewhere.toFile()).start();
        running = started;
        return started;
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + port + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Path launcher() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isExecutable(directory.resolve("steadycast"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no launcher in any directory above");
        }
        return directory.resolve("steadycast");
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            return Math.min(probe.getLocalPort(), 65_000);
        }
    }
}
