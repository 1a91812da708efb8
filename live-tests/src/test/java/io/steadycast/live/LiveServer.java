package io.steadycast.live;

import io.steadycast.live.browser.Installed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Any thread. The whole server in a process of its own, as {@code ./steadycast serve} runs it, on free ports. Publishers and viewers are
 * put on different loops, so that every test goes over the rings between shards.
 */
public final class LiveServer implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready (http://\\S+) udp (\\d+)-(\\d+)(?: tcp \\d+)?");
    private static final int LOOPS = 2;
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;

    private final Process process;
    private final String url;
    private final int udpPort;
    private final List<String> log;

    private LiveServer(Process process, String url, int udpPort, List<String> log) {
        this.process = process;
        this.udpPort = udpPort;
        this.url = url;
        this.log = log;
    }

    /** Open mode: no tokens. */
    public static LiveServer open() {
        return start("");
    }

    /** Open mode, and nobody steers viewers: the highest layer, retransmission on request. */
    public static LiveServer unsteered() {
        return start("media.policy = fixed");
    }

    /** {@code extra} is HOCON inside the {@code steadycast} object. */
    static LiveServer start(String extra) {
        return start("127.0.0.1", extra);
    }

    /** The same with pages and signalling at an address of this host. */
    static LiveServer start(String httpAddress, String extra) {
        try {
            Path config = Files.createTempFile("steadycast", ".conf");
            Files.writeString(
                    config, "steadycast { udp { loops = %d, placement = apart }\n%s }".formatted(LOOPS, extra));
            List<String> command = new ArrayList<>(List.of(
                    Installed.require(System.getProperty("java.home") + "/bin/java", "temurin-25-jdk")
                            .toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "io.steadycast.media.Main"));
            command.addAll(List.of("--http", httpAddress + ":0", "--udp", Integer.toString(freePorts())));
            command.addAll(List.of("--config", config.toString()));
            return launched(new ProcessBuilder(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code builder}, whose process prints the ready line on its standard output. */
    static LiveServer launched(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        List<String> log = new ArrayList<>();
        var ready = new CompletableFuture<Matcher>();
        Thread.ofVirtual().start(() -> read(process, log, ready));
        Matcher line = ready.orTimeout(180, TimeUnit.SECONDS).join();
        return new LiveServer(process, line.group(1), Integer.parseInt(line.group(2)), log);
    }

    private static void read(Process process, List<String> log, CompletableFuture<Matcher> ready) {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(
                new AssertionError("the server ended before it was ready:\n" + String.join("\n", log)));
    }

    /** The first of as many neighbouring ports as there are loops, all free a moment ago. */
    static int freePorts() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (var one = new DatagramSocket(new InetSocketAddress("0.0.0.0", port));
                    var two = new DatagramSocket(new InetSocketAddress("0.0.0.0", port + 1))) {
                return Math.min(one.getLocalPort(), two.getLocalPort());
            } catch (SocketException taken) {
                // Somebody has it; the next draw will find others.
            }
        }
        throw new AssertionError("no free UDP ports between " + LOWEST_PORT + " and " + HIGHEST_PORT);
    }

    public String url() {
        return url;
    }

    /** Of its process. */
    long pid() {
        return process.pid();
    }

    /** The first of its media ports; the others follow. */
    int udpPort() {
        return udpPort;
    }

    public String whip(String room) {
        return url + "/whip/" + room;
    }

    public String whep(String room) {
        return url + "/whep/" + room;
    }

    /** What the server said so far, to be printed with a failure. */
    public List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
