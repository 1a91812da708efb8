package io.steadycast.signaling.ws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. One WebSocket: what came waits in a short queue for the conversation's virtual thread; what goes out is counted, and a
 * client that does not take it is dropped.
 */
final class SocketPeer {
    private static final int MAX_WAITING = 16;
    private static final int MAX_UNSENT = 64;
    private static final short UNSUPPORTED_DATA = 1003;
    private static final short POLICY = 1008;

    private final ServerWebSocket socket;
    private final BlockingQueue<String> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicInteger unsent = new AtomicInteger();

    SocketPeer(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Begins to take messages; called on the socket's event loop before it reads on. */
    void open(Runnable closed) {
        socket.textMessageHandler(text -> {
            if (!inbox.offer(text)) {
                close(POLICY, "too many messages at once");
            }
        });
        socket.binaryMessageHandler(_ -> close(UNSUPPORTED_DATA, "only text messages are understood"));
        socket.exceptionHandler(_ -> close(POLICY, "unreadable or oversize message"));
        socket.closeHandler(_ -> closed.run());
    }

    /** The next message, or null when the time is over. */
    @Nullable
    String poll(long timeoutNs) throws InterruptedException {
        return inbox.poll(timeoutNs, TimeUnit.NANOSECONDS);
    }

    void send(JsonObject message) {
        send(message.encode());
    }

    void send(String text) {
        if (socket.isClosed()) {
            return;
        }
        if (unsent.incrementAndGet() > MAX_UNSENT) {
            drop();
            return;
        }
        socket.writeTextMessage(text).onComplete(_ -> unsent.decrementAndGet());
    }

    void sendError(String code, String detail) {
        send(new JsonObject().put("type", "error").put("code", code).put("detail", detail));
    }

    /** Keeps the connection from being idle, and finds out when nobody is there. */
    void ping() {
        if (!socket.isClosed()) {
            socket.writePing(Buffer.buffer("steadycast"));
        }
    }

    /**
     * Ends the connection and gives up what it was to be sent. A closing handshake would wait behind that, and Vert.x counts the time it
     * allows for one only from when the close frame has left.
     */
    private void drop() {
        if (socket instanceof WebSocketInternal internal) {
            var _ = internal.channelHandlerContext().close();
        } else {
            close(POLICY, "messages are not taken fast enough");
        }
    }

    void close(short code, String reason) {
        if (!socket.isClosed()) {
            socket.close(code, reason);
        }
    }
}
