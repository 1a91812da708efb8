package io.steadycast.signaling.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that opens a WebSocket and never reads from it. */
final class SlowConsumerTest {
    private static final String MESSAGE = "x".repeat(60_000);
    /** What the kernel takes on both ends of a connection of loopback is far less than this. */
    private static final int MANY = 2_000;

    private static final String HANDSHAKE = String.join(
            "\r\n",
            "GET / HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "",
            "");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whoDoesNotReadIsDropped() throws Exception {
        CompletableFuture<SocketPeer> accepted = new CompletableFuture<>();
        CountDownLatch gone = new CountDownLatch(1);
        HttpServer server = vertx.createHttpServer()
                .webSocketHandler(socket -> {
                    SocketPeer peer = new SocketPeer(socket);
                    peer.open(gone::countDown);
                    accepted.complete(peer);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (Socket client = new Socket()) {
            client.setReceiveBufferSize(4_096);
            client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
            client.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.US_ASCII));
            SocketPeer peer = accepted.get(10, TimeUnit.SECONDS);
            for (int i = 0; i < MANY && gone.getCount() > 0; i++) {
                peer.send(MESSAGE);
            }
            assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
            // Nothing is kept for it: what it can still read is what the kernel had taken, and then the connection
            // ends.
            assertThat(readToEnd(client.getInputStream())).isLessThan((long) MANY * MESSAGE.length() / 2);
        }
    }

    private static long readToEnd(InputStream in) {
        long read = 0;
        byte[] buffer = new byte[65_536];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
            }
        } catch (java.io.IOException e) {
            return read; // A reset is an end, too.
        }
        return read;
    }
}
