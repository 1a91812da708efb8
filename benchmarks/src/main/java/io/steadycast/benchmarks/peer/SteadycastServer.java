package io.steadycast.benchmarks.peer;

import io.steadycast.benchmarks.generator.LocalEnd;
import io.steadycast.benchmarks.generator.RemoteEnd;
import io.steadycast.benchmarks.process.GcPauses;
import io.steadycast.benchmarks.process.ServerProcess;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Any thread. Our own server by WHIP and WHEP, with one media loop, since it has one core. */
public final class SteadycastServer implements MeasuredServer {
    private static final int START_TIMEOUT_S = 120;
    private static final int CREATED = 201;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** The launcher's path, where this process was started by it: then the server runs with the flags that it is shipped with. */
    private static final String LAUNCHER = System.getProperty("steadycast.launcher", "");

    private final ServerProcess process;
    private final Path files;
    private final URI base;
    private final String settings;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private int logRead;

    private SteadycastServer(ServerProcess process, Path files, URI base, String settings) {
        this.process = process;
        this.files = files;
        this.base = base;
        this.settings = settings;
    }

    /**
     * Starts the server pinned to a core.
     *
     * @param settings lines of configuration over the defaults, each {@code key = value} under steadycast
     */
    public static SteadycastServer start(int core, List<String> settings) throws IOException, InterruptedException {
        Path files = Files.createTempDirectory("steadycast-bench");
        int http = freePort();
        List<String> lines = new ArrayList<>(
                List.of("udp.loops = 1", "limits.max-rooms = 5000", "limits.max-peers = 20000", "room.linger = 1 s"));
        lines.addAll(settings);
        Path config = files.resolve("bench.conf");
        Files.writeString(config, "steadycast {\n" + String.join("\n", lines) + "\n}\n", StandardCharsets.UTF_8);
        List<String> command = new ArrayList<>(launcher(files.resolve("gc.log")));
        command.addAll(List.of(
                "--http",
                "127.0.0.1:" + http,
                "--udp",
                Integer.toString(freeUdpPort()),
                "--announce",
                "127.0.0.1",
                "--config",
                config.toString()));
        ServerProcess process = ServerProcess.start(
                core,
                new ServerProcess.Launch(
                        command, Path.of("").toAbsolutePath(), line -> line.startsWith("ready "), START_TIMEOUT_S));
        return new SteadycastServer(
                process, files, URI.create("http://127.0.0.1:" + http), String.join(", ", settings));
    }

    private static List<String> launcher(Path gcLog) {
        String log = "-Xlog:gc*:file=" + gcLog + ":uptime";
        if (!LAUNCHER.isEmpty()) {
            String kept = System.getenv("STEADYCAST_JAVA_OPTS");
            String options = (kept == null ? "" : kept + " ") + log;
            return List.of("env", "STEADYCAST_JAVA_OPTS=" + options, LAUNCHER, "serve");
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseZGC",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                log,
                "-cp",
                System.getProperty("java.class.path"),
                "io.steadycast.media.Main");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0)) {
            return probe.getLocalPort();
        }
    }

    @Override
    public String name() {
        return "steadycast";
    }

    @Override
    public String description() {
        return settings.isEmpty() ? "steadycast" : "steadycast (" + settings + ")";
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public RemoteEnd publish(String room, LocalEnd ours) throws IOException, InterruptedException {
        return exchange("/whip/", room, ours);
    }

    @Override
    public RemoteEnd watch(String room, LocalEnd ours) throws IOException, InterruptedException {
        return exchange("/whep/", room, ours);
    }

    private RemoteEnd exchange(String endpoint, String room, LocalEnd ours) throws IOException, InterruptedException {
        URI to = base.resolve(endpoint + room);
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(to)
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/sdp")
                        .POST(HttpRequest.BodyPublishers.ofString(Sdp.text(ours, "actpass")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        String location = response.headers().firstValue("Location").orElse("");
        if (response.statusCode() != CREATED || location.isEmpty()) {
            throw new IOException("POST " + to + ": " + response.statusCode() + " " + response.body());
        }
        URI session = to.resolve(location);
        return Sdp.read(response.body(), () -> delete(session));
    }

    /** A session that the server has ended already is ended. */
    private void delete(URI session) throws InterruptedException {
        try {
            http.send(
                    HttpRequest.newBuilder(session).timeout(PATIENCE).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            if (process.alive()) {
                throw new IllegalStateException("DELETE " + session, e);
            }
        }
    }

    @Override
    public GcPauses pauses() throws IOException {
        Path log = files.resolve("gc.log");
        if (!Files.exists(log)) {
            return new GcPauses(0, 0);
        }
        String all = Files.readString(log, StandardCharsets.UTF_8);
        String fresh = all.substring(Math.min(logRead, all.length()));
        logRead = all.length();
        return GcPauses.in(fresh);
    }

    @Override
    public void close() {
        process.close();
        http.close();
        try (Stream<Path> left = Files.list(files)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
            Files.delete(files);
        } catch (IOException e) {
            // The system clears its temporary files.
        }
    }
}
