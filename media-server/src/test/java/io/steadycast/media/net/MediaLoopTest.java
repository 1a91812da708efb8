package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets on loopback. Every wait ends with what it waits for; the limits only bound a failing run. */
final class MediaLoopTest {
    private static final LoopSettings.SocketBuffers BUFFERS = new LoopSettings.SocketBuffers(1 << 20, 1 << 20, 64);
    private static final int LIMIT_MS = 10_000;

    private final DropCounters drops = new DropCounters();
    private @Nullable MediaLoop opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"LINUX, 127.0.0.1", "LINUX, ::1", "EPOLL, 127.0.0.1", "EPOLL, ::1", "NIO, 127.0.0.1", "NIO, ::1"})
    void repliesLeaveFromTheAddressTheyCameTo(DatagramTransport transport, String address) throws IOException {
        MediaLoop loop = open(transport, address);
        loop.start(new Echo(loop.sink()));
        try (DatagramSocket client = client(address)) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(address), loop.port(0));
            for (int length : new int[] {1, 20, 1200, Datagram.CAPACITY_BYTES}) {
                byte[] sent = pattern(length);
                client.send(new DatagramPacket(sent, length, server));
                DatagramPacket reply = receive(client);
                assertThat(reply.getSocketAddress()).isEqualTo(server);
                assertThat(Arrays.copyOf(reply.getData(), reply.getLength())).isEqualTo(sent);
            }
        }
        assertThat(loop.counters().datagramsIn()).isEqualTo(4);
        assertThat(loop.counters().bytesOut()).isEqualTo(1221 + Datagram.CAPACITY_BYTES);
        assertThat(loop.counters().failures()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void severalAddressesShareThePort(DatagramTransport transport) throws IOException {
        int port = freePort();
        MediaLoop loop = open(transport, port, "127.0.0.1", "127.0.0.2", "::1");
        loop.start(new Echo(loop.sink()));
        for (String address : List.of("127.0.0.1", "127.0.0.2", "::1")) {
            try (DatagramSocket client = client(address)) {
                InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral(address), port);
                client.send(new DatagramPacket(pattern(20), 20, server));
                assertThat(receive(client).getSocketAddress()).isEqualTo(server);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBurstLargerThanTheSlabPassesInOrder(DatagramTransport transport) throws Exception {
        MediaLoop loop = open(transport, "127.0.0.1");
        int burst = 1000;
        try (DatagramSocket client = client("127.0.0.1")) {
            client.setReceiveBufferSize(8 << 20);
            CountDownLatch sent = new CountDownLatch(1);
            CountDownLatch flushed = new CountDownLatch(1);
            AtomicInteger refused = new AtomicInteger();
            loop.start(new Echo(loop.sink()) {
                @Override
                public void drain(long nowNs) {
                    if (sent.getCount() == 0) {
                        // The loop flushes after each drain, so at the second one the first has been flushed.
                        flushed.countDown();
                        return;
                    }
                    for (int i = 0; i < burst; i++) {
                        Datagram out = sink.claim();
                        if (out == null) {
                            refused.incrementAndGet();
                            continue;
                        }
                        address(out, client.getLocalPort());
                        out.length = 4;
                        out.buffer.set(ValueLayout.JAVA_INT_UNALIGNED, 0, i);
                        sink.send(out);
                    }
                    sent.countDown();
                }
            });
            loop.wake();
            assertThat(sent.await(LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
            loop.wake();
            assertThat(flushed.await(LIMIT_MS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(refused).hasValue(0);
            // The first is enough to show that the kernel got the batch; more may exceed what this host lets a socket
            // keep.
            int previous = -1;
            for (int i = 0; i < 64; i++) {
                int number = MemorySegment.ofArray(receive(client).getData()).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
                assertThat(number).isGreaterThan(previous);
                previous = number;
            }
        }
        assertThat(loop.counters().datagramsOut()).isEqualTo(burst);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheHandlerThrowsDoesNotEndTheLoop(DatagramTransport transport) throws IOException {
        MediaLoop loop = open(transport, "127.0.0.1");
        loop.start(new Echo(loop.sink()) {
            @Override
            public void onDatagram(long nowNs, Datagram datagram) {
                if (datagram.length == 1) {
                    throw new AssertionError("a bug");
                }
                super.onDatagram(nowNs, datagram);
            }
        });
        try (DatagramSocket client = client("127.0.0.1")) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), loop.port(0));
            client.send(new DatagramPacket(pattern(1), 1, server));
            client.send(new DatagramPacket(pattern(2), 2, server));
            assertThat(receive(client).getLength()).isEqualTo(2);
        }
        assertThat(loop.counters().failures()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLongOrNotToBeSentIsCounted(DatagramTransport transport) throws IOException {
        MediaLoop loop = open(transport, "127.0.0.1");
        loop.start(new Echo(loop.sink()) {
            @Override
            public void onDatagram(long nowNs, Datagram datagram) {
                Datagram stray = sink.claim();
                if (stray != null) {
                    // IPv6 out of an IPv4 socket: the kernel has no way for it.
                    stray.addressHigh = 0x2001_0db8_0000_0000L;
                    stray.addressLow = 1;
                    stray.port = 9;
                    stray.socket = 0;
                    stray.length = 10;
                    sink.send(stray);
                }
                super.onDatagram(nowNs, datagram);
            }
        });
        try (DatagramSocket client = client("127.0.0.1")) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), loop.port(0));
            client.send(new DatagramPacket(pattern(4000), 4000, server));
            client.send(new DatagramPacket(pattern(3), 3, server));
            assertThat(receive(client).getLength()).isEqualTo(3);
        }
        assertThat(drops.value(DropReason.TRUNCATED)).isEqualTo(1);
        assertThat(drops.value(DropReason.SEND_FAILED)).isEqualTo(1);
    }

    @Test
    void ticksAndWakesComeOnTheLoopsThread() throws Exception {
        MediaLoop loop = open(DatagramTransport.NIO, "127.0.0.1");
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        loop.start(new LoopHandler() {
            @Override
            public void onDatagram(long nowNs, Datagram datagram) {}

            @Override
            public void onDisconnected(long nowNs, Datagram where) {}

            @Override
            public void onTick(long nowNs) {
                events.add("tick on " + Thread.currentThread().getName());
            }

            @Override
            public void drain(long nowNs) {
                events.add("drain on " + Thread.currentThread().getName());
            }
        });
        loop.wake();
        boolean ticked = false;
        boolean drained = false;
        while (!ticked || !drained) {
            String event = events.poll(LIMIT_MS, TimeUnit.MILLISECONDS);
            assertThat(event).isNotNull().contains(" on test-loop");
            ticked |= event.startsWith("tick");
            drained |= event.startsWith("drain");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseIsNamed(DatagramTransport transport) throws IOException {
        int port = open(transport, "127.0.0.1").port(0);
        assertThatThrownBy(() -> open(transport, port, "127.0.0.1"))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on UDP 127.0.0.1:" + port + ": the port is in use");
    }

    private MediaLoop open(DatagramTransport transport, String address) throws IOException {
        return open(transport, 0, address);
    }

    private MediaLoop open(DatagramTransport transport, int port, String... addresses) throws IOException {
        assertThat(transport.available()).isTrue();
        LoopSettings settings = new LoopSettings(
                "test-loop",
                transport,
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(),
                port,
                BUFFERS,
                5);
        MediaLoop loop = MediaLoop.open(settings, drops);
        opened = loop;
        return loop;
    }

    private static int freePort() throws IOException {
        try (DatagramSocket probe = new DatagramSocket()) {
            return probe.getLocalPort();
        }
    }

    private static DatagramSocket client(String address) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.setSoTimeout(LIMIT_MS);
        return socket;
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[8192], 8192);
        socket.receive(packet);
        return packet;
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 7 + length);
        }
        return bytes;
    }

    private static void address(Datagram out, int port) {
        out.addressHigh = 0;
        out.addressLow = 0xffff_7f00_0001L;
        out.port = port;
        out.socket = 0;
    }

    /** Confined to its loop. Sends back what came. */
    private static class Echo implements LoopHandler {
        final DatagramSink sink;

        Echo(DatagramSink sink) {
            this.sink = sink;
        }

        @Override
        public void onDatagram(long nowNs, Datagram datagram) {
            Datagram out = sink.claim();
            if (out != null) {
                MemorySegment.copy(datagram.buffer, 0, out.buffer, 0, datagram.length);
                out.length = datagram.length;
                out.addressLike(datagram);
                sink.send(out);
            }
        }

        @Override
        public void onDisconnected(long nowNs, Datagram where) {}

        @Override
        public void onTick(long nowNs) {}

        @Override
        public void drain(long nowNs) {}
    }
}
