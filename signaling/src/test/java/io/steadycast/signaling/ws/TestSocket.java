package io.steadycast.signaling.ws;

import io.steadycast.signaling.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Any thread. A page's end of a WebSocket: messages wait until a test asks for the one it expects. */
final class TestSocket implements WebSocket.Listener {
    private final LinkedBlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final WebSocket socket;

    private TestSocket(TestServer server, String path) {
        URI uri = URI.create("ws://127.0.0.1:" + server.server.port() + path);
        socket = server.client.newWebSocketBuilder().buildAsync(uri, this).join();
    }

    static TestSocket open(TestServer server, String path) {
        return new TestSocket(server, path);
    }

    TestSocket say(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    void bye() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
    }

    /** The next message of a type that fits; others before it are dropped. */
    JsonObject await(String type, Predicate<JsonObject> fits) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            JsonObject message = messages.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("no message \"" + type + "\" that fits came within 10 s");
            }
            if (message.getString("type").equals(type) && fits.test(message)) {
                return message;
            }
        }
    }

    JsonObject await(String type) throws InterruptedException {
        return await(type, _ -> true);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }
}
