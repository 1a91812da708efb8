package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.net.linux.MessageBatch;
import io.steadycast.media.net.linux.ReceiveBatch;
import io.steadycast.media.net.linux.UdpSocket;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** House law 6 over UDP: a packet that comes and leaves for several viewers costs the loop's thread no memory, and few messages. Real sockets on loopback. */
final class LinuxSocketsTest {
    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final int LIMIT_MS = 10_000;
    private static final int VIEWERS = 8;
    /** Packets of a frame, which come at once. */
    private static final int FRAME = 5;

    private static final int PACKET_BYTES = 1_200;
    private static final int WARM_UP = 4_000;
    private static final int MEASURED = 4_000;
    private static final double MOST_BYTES_PER_PACKET = 1;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPacketInAndManyOutAllocateNothing(boolean segmentation) throws IOException {
        try (Net net = new Net(segmentation)) {
            net.frames(WARM_UP);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getThreadAllocatedBytes(net.fanOut.thread);
            net.frames(MEASURED);
            long bytes = threads.getThreadAllocatedBytes(net.fanOut.thread) - before;
            int packets = MEASURED * FRAME * VIEWERS;
            System.out.printf("%d bytes for %d packets over UDP%n", bytes, packets);
            assertThat(bytes / (double) packets).as("%d bytes", bytes).isLessThan(MOST_BYTES_PER_PACKET);
            assertThat(net.loop.counters().failures()).isZero();
        }
    }

    @Test
    void aFrameLeavesAsOneMessageForEachViewer() throws IOException {
        try (Net net = new Net(true)) {
            net.frames(100);
            long messages = net.loop.counters().messagesOut();
            // A frame whose packets the loop read in two batches leaves in two.
            assertThat(messages).isBetween(100L * VIEWERS, 200L * VIEWERS);
        }
    }

    @Test
    void withoutSegmentationEachIsAMessage() throws IOException {
        try (Net net = new Net(false)) {
            net.frames(10);
            assertThat(net.loop.counters().messagesOut()).isEqualTo(10L * VIEWERS * FRAME);
        }
    }

    /** A loop, a host that sends frames to it, and viewers that each get all of them. */
    private static final class Net implements AutoCloseable {
        final Arena arena = Arena.ofConfined();
        final MediaLoop loop;
        final FanOut fanOut;
        private final UdpSocket host;
        private final UdpSocket[] viewers = new UdpSocket[VIEWERS];
        private final MessageBatch frame = new MessageBatch(FRAME, arena);
        private final ReceiveBatch received = new ReceiveBatch(FRAME, arena);
        private final Datagram[] packets = new Datagram[FRAME];

        Net(boolean segmentation) throws IOException {
            LoopSettings settings = new LoopSettings(
                    "test-loop",
                    DatagramTransport.LINUX,
                    List.of(V4),
                    0,
                    new LoopSettings.SocketBuffers(1 << 20, 1 << 20, 64),
                    new LoopSettings.Batching(segmentation),
                    5);
            loop = MediaLoop.open(settings, new DropCounters());
            host = UdpSocket.open(new InetSocketAddress(V4, 0));
            int[] ports = new int[VIEWERS];
            for (int i = 0; i < VIEWERS; i++) {
                viewers[i] = UdpSocket.open(new InetSocketAddress(V4, 0));
                ports[i] = viewers[i].port();
            }
            for (int i = 0; i < FRAME; i++) {
                packets[i] = Datagram.allocate(arena);
                packets[i].length = PACKET_BYTES;
                packets[i].addressLow = NumericAddress.MAPPED_PREFIX | 0x7f00_0001;
                packets[i].port = loop.port(0);
            }
            fanOut = new FanOut(loop.sink(), ports);
            loop.start(fanOut);
        }

        void frames(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                frame.begin(host);
                for (Datagram packet : packets) {
                    frame.add(packet);
                }
                assertThat(frame.send()).isEqualTo(FRAME);
                for (UdpSocket viewer : viewers) {
                    int got = 0;
                    while (got < FRAME && viewer.awaitReadable(LIMIT_MS)) {
                        got += received.receive(viewer);
                    }
                    assertThat(got).isEqualTo(FRAME);
                }
            }
        }

        @Override
        public void close() {
            loop.close();
            host.close();
            for (UdpSocket viewer : viewers) {
                viewer.close();
            }
            arena.close();
        }
    }

    /** Confined to its loop, but for the thread's number. Everything to every port. */
    private static final class FanOut implements LoopHandler {
        private final DatagramSink sink;
        private final int[] ports;
        volatile long thread;

        FanOut(DatagramSink sink, int[] ports) {
            this.sink = sink;
            this.ports = ports;
        }

        @Override
        public void onDatagram(long nowNs, Datagram d) {
            for (int port : ports) {
                Datagram out = sink.claim();
                if (out != null) {
                    MemorySegment.copy(d.buffer, 0, out.buffer, 0, d.length);
                    out.length = d.length;
                    out.addressLike(d);
                    out.port = port;
                    sink.send(out);
                }
            }
        }

        @Override
        public void onDisconnected(long nowNs, Datagram where) {}

        @Override
        public void onTick(long nowNs) {
            thread = Thread.currentThread().threadId();
        }

        @Override
        public void drain(long nowNs) {}
    }
}
