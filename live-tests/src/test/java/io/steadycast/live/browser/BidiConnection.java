package io.steadycast.live.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any thread. A WebDriver BiDi session's commands and events over one WebSocket (W3C WebDriver BiDi, section 3). */
final class BidiConnection implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration USUAL = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();

    BidiConnection(URI uri) {
        this.socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(20))
                .buildAsync(uri, new Receiver())
                .join();
    }

    JsonNode call(String method, Map<String, Object> parameters) {
        return call(method, parameters, USUAL);
    }

    JsonNode call(String method, Map<String, Object> parameters, Duration deadline) {
        long id = nextId.getAndIncrement();
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("id", id);
        command.put("method", method);
        command.put("params", parameters);
        socket.sendText(JSON.writeValueAsString(command), true).join();
        return answer.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Events of one browsing context; {@link #forget} ends it. */
    void onEvent(String method, String context, Consumer<JsonNode> listener) {
        listeners.put(method + " " + context, listener);
    }

    void forget(String context) {
        listeners.keySet().removeIf(key -> key.endsWith(" " + context));
    }

    private void receive(String text) {
        JsonNode message = JSON.readTree(text);
        switch (message.path("type").asString()) {
            case "success" -> answer(message).complete(message.path("result"));
            case "error" -> answer(message).completeExceptionally(new AssertionError(text));
            case "event" -> event(message);
            default -> throw new AssertionError("unknown message " + text);
        }
    }

    private CompletableFuture<JsonNode> answer(JsonNode message) {
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong());
        return answer == null ? new CompletableFuture<>() : answer;
    }

    private void event(JsonNode message) {
        JsonNode parameters = message.path("params");
        String context = parameters.path("source").path("context").asString("");
        Consumer<JsonNode> listener = listeners.get(message.path("method").asString() + " " + context);
        if (listener != null) {
            listener.accept(parameters);
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    /** Confined to the WebSocket's calls, which never overlap. Puts fragments together. */
    private final class Receiver implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                String whole = text.toString();
                text.setLength(0);
                receive(whole);
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            waiting.values().forEach(answer -> answer.completeExceptionally(error));
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            var closed = new AssertionError("the browser closed its socket: " + statusCode + " " + reason);
            waiting.values().forEach(answer -> answer.completeExceptionally(closed));
            return null;
        }
    }
}
