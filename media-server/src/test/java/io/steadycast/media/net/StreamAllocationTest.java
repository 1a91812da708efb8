package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** House law 6 over TCP: what comes in frames and leaves in frames costs the loop's thread no memory per packet. Real sockets on loopback. */
final class StreamAllocationTest {
    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final int QUEUE_BYTES = 65_536;
    private static final int PACKET_BYTES = 1_200;
    /** That leave and come back before the next ones: less than the queue holds. */
    private static final int BATCH = 20;

    private static final int WARM_UP = 1_000;
    private static final int MEASURED = 1_000;
    private static final double MOST_BYTES_PER_PACKET = 4;

    @Test
    void aPacketInAndOutAllocatesNothing() throws IOException {
        DropCounters drops = new DropCounters();
        AtomicLong thread = new AtomicLong();
        LoopSettings settings = new LoopSettings(
                "test-loop",
                DatagramTransport.EPOLL,
                List.of(V4),
                0,
                new LoopSettings.SocketBuffers(
                        1 << 20, 1 << 20, 64, new StreamLimits(4, QUEUE_BYTES, TcpClient.LIMIT_MS)),
                5);
        try (MediaLoop loop = MediaLoop.open(settings, drops)) {
            EchoHandler echo = new EchoHandler(loop.sink(), new LinkedBlockingQueue<>());
            loop.start(new Known(echo, thread));
            int port = freePort();
            TcpSettings.Limits few = new TcpSettings.Limits(4, 4, 4, TcpClient.LIMIT_MS);
            TcpSettings tcp = new TcpSettings(DatagramTransport.EPOLL, List.of(V4), port, few);
            try (TcpAcceptor acceptor = TcpAcceptor.open(tcp, List.of(loop), drops);
                    TcpClient client = new TcpClient(V4, port)) {
                byte[] check = TcpClient.check("Asomeone");
                client.send(check);
                assertThat(client.receive()).isEqualTo(check);
                assertThat(acceptor.handedOver()).isEqualTo(1);
                echo(client, WARM_UP);
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long before = threads.getThreadAllocatedBytes(thread.get());
                echo(client, MEASURED);
                long bytes = threads.getThreadAllocatedBytes(thread.get()) - before;
                double perPacket = bytes / (double) (MEASURED * BATCH);
                System.out.printf("%d bytes for %d packets over TCP%n", bytes, MEASURED * BATCH);
                assertThat(perPacket).as("%d bytes", bytes).isLessThan(MOST_BYTES_PER_PACKET);
            }
        }
    }

    private static void echo(TcpClient client, int batches) throws IOException {
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        for (int i = 0; i < BATCH; i++) {
            framed.writeBytes(TcpClient.framed(new byte[PACKET_BYTES]));
        }
        byte[] bytes = framed.toByteArray();
        for (int i = 0; i < batches; i++) {
            client.raw(bytes);
            for (int received = 0; received < BATCH; received++) {
                assertThat(client.receive().length).isEqualTo(PACKET_BYTES);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, V4)) {
            return probe.getLocalPort();
        }
    }

    /** Tells which thread the loop is. */
    private record Known(LoopHandler handler, AtomicLong thread) implements LoopHandler {
        @Override
        public void onDatagram(long nowNs, Datagram d) {
            handler.onDatagram(nowNs, d);
        }

        @Override
        public void onDisconnected(long nowNs, Datagram where) {
            handler.onDisconnected(nowNs, where);
        }

        @Override
        public void onTick(long nowNs) {
            thread.set(Thread.currentThread().threadId());
            handler.onTick(nowNs);
        }

        @Override
        public void drain(long nowNs) {
            handler.drain(nowNs);
        }
    }
}
