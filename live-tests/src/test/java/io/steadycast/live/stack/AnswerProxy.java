package io.steadycast.live.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorConfig;
import io.steadycast.netsim.emulate.EmulatorState;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import io.steadycast.netsim.link.spec.PathSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Any thread. A server's signalling with its answers' IPv4 loopback candidate moved to an emulated path, and the others taken out. */
public final class AnswerProxy implements AutoCloseable {
    private final String target;
    private final PathSpec path;
    private final long seed;
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Integer, Emulator> relays = new ConcurrentHashMap<>();

    /** All that goes through it has a path of this kind. */
    public AnswerProxy(String target, PathSpec path, long seed) throws IOException {
        this.target = target;
        this.path = path;
        this.seed = seed;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::answer);
        http.start();
    }

    public static AnswerProxy lossy(String target, long seed, double loss, Duration delay) throws IOException {
        DirectionSpec way = DirectionSpec.PLAIN.withLoss(new Loss.Iid(loss)).withOwnDelay(delay.toNanos());
        return new AnswerProxy(target, PathSpec.PLAIN.withDirections(way, way), seed);
    }

    /** The emulators that clients go through, one for each of the server's ports. */
    public List<EmulatorState> states() {
        return relays.values().stream().map(Emulator::state).toList();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()));
            String type = exchange.getRequestHeaders().getFirst("content-type");
            if (type != null) {
                request.header("content-type", type);
            }
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            byte[] body = moved(response.body()).getBytes(StandardCharsets.UTF_8);
            for (String name : new String[] {"content-type", "location"}) {
                response.headers()
                        .firstValue(name)
                        .ifPresent(value -> exchange.getResponseHeaders().add(name, value));
            }
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String moved(String sdp) {
        return sdp.lines()
                .filter(line -> !line.startsWith("a=candidate:") || line.contains(" 127.0.0.1 "))
                .map(line -> line.startsWith("a=candidate:") ? throughRelay(line) : line)
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
    }

    private String throughRelay(String candidate) {
        String[] words = candidate.split(" ", -1);
        Emulator relay = relays.computeIfAbsent(Integer.parseInt(words[5]), this::relay);
        words[5] = Integer.toString(relay.addresses().getFirst().getPort());
        return String.join(" ", words);
    }

    private Emulator relay(int port) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        NamedPath named = new NamedPath("relay", path);
        try {
            return Emulator.open(EmulatorConfig.of(
                    new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, port), named, seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
        client.close();
        relays.values().forEach(Emulator::close);
    }
}
