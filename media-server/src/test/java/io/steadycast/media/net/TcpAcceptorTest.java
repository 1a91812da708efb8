package io.steadycast.media.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets on loopback, two loops. Every wait ends with what it waits for; the limits only bound a failing run. */
final class TcpAcceptorTest {
    private static final int LIMIT_MS = TcpClient.LIMIT_MS;
    private static final TcpSettings.Limits ROOMY = new TcpSettings.Limits(64, 64, 64, LIMIT_MS);
    private static final int QUEUE_BYTES = 65_536;
    private static final InetAddress V4 = InetAddress.ofLiteral("127.0.0.1");

    private final DropCounters drops = new DropCounters();
    private final List<MediaLoop> loops = new ArrayList<>();
    private final List<DropCounters> loopDrops = List.of(new DropCounters(), new DropCounters());
    private final BlockingQueue<Integer> gone = new LinkedBlockingQueue<>();
    private @Nullable TcpAcceptor acceptor;
    private int port;

    @AfterEach
    void close() {
        if (acceptor != null) {
            acceptor.close();
        }
        loops.forEach(MediaLoop::close);
    }

    @ParameterizedTest
    @CsvSource({"EPOLL, 127.0.0.1", "EPOLL, ::1", "NIO, 127.0.0.1", "NIO, ::1"})
    void aConnectionGoesToTheLoopThatItsFirstCheckNames(DatagramTransport transport, String address)
            throws IOException {
        InetAddress at = InetAddress.ofLiteral(address);
        open(transport, at, ROOMY);
        try (TcpClient first = new TcpClient(at, port);
                TcpClient second = new TcpClient(at, port)) {
            byte[] toSecond = TcpClient.check("Bsomeone");
            first.send(toSecond);
            assertThat(first.receive()).isEqualTo(toSecond);
            byte[] toFirst = TcpClient.check("Asomeone");
            second.send(toFirst);
            assertThat(second.receive()).isEqualTo(toFirst);
            assertThat(loops.get(0).streamCounters().open()).isEqualTo(1);
            assertThat(loops.get(1).streamCounters().open()).isEqualTo(1);
            assertThat(acceptor().open()).isEqualTo(2);
        }
        awaitGone(2);
        assertThat(loops.get(1).streamCounters().bytesIn()).isEqualTo(TcpClient.check("Bsomeone").length);
        assertThat(loops.get(1).counters().datagramsIn()).isZero();
        awaitOpen(0);
    }

    @ParameterizedTest
    @EnumSource
    void framesSurviveHoweverTheyAreCut(DatagramTransport transport) throws IOException {
        open(transport, V4, ROOMY);
        Random random = new Random(5);
        List<byte[]> packets = new ArrayList<>(List.of(TcpClient.check("Asomeone")));
        for (int i = 0; i < 300; i++) {
            byte[] packet = new byte[1 + random.nextInt(Datagram.CAPACITY_BYTES)];
            random.nextBytes(packet);
            packets.add(packet);
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        packets.forEach(packet -> stream.writeBytes(TcpClient.framed(packet)));
        byte[] bytes = stream.toByteArray();
        try (TcpClient client = new TcpClient(V4, port)) {
            int sent = 0;
            int received = 0;
            while (received < packets.size()) {
                int chunk = Math.min(1 + random.nextInt(5_000), bytes.length - sent);
                client.raw(Arrays.copyOfRange(bytes, sent, sent + chunk));
                sent += chunk;
                // Keeps what is on the way below what the server may queue.
                while ((received < packets.size() && sent - endOf(packets, received) >= 20_000)
                        || sent == bytes.length) {
                    if (received == packets.size()) {
                        break;
                    }
                    assertThat(client.receive()).as("packet %d", received).isEqualTo(packets.get(received));
                    received++;
                }
            }
        }
        assertThat(loopDrops.get(0).value(DropReason.SEND_STREAM_FULL)).isZero();
    }

    private static int endOf(List<byte[]> packets, int count) {
        return packets.subList(0, count).stream().mapToInt(p -> 2 + p.length).sum();
    }

    @Test
    void whatIsNoCheckIsClosedAndCounted() throws IOException {
        open(DatagramTransport.EPOLL, V4, ROOMY);
        byte[] nobodysShard = TcpClient.framed(TcpClient.check("zsomeone"));
        byte[] http = "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        List<byte[]> garbage =
                List.of(http, new byte[] {0, 0}, new byte[] {(byte) 255, (byte) 255}, new byte[102], nobodysShard);
        for (byte[] bytes : garbage) {
            try (TcpClient client = new TcpClient(V4, port)) {
                client.raw(bytes);
                assertThat(client.isEnded()).isTrue();
            }
        }
        assertThat(drops.value(DropReason.TCP_GARBAGE)).isEqualTo(garbage.size());
        awaitOpen(0);
        assertThat(acceptor().handedOver()).isZero();
    }

    @Test
    void silenceIsClosedAndCounted() throws IOException {
        open(DatagramTransport.EPOLL, V4, new TcpSettings.Limits(64, 64, 64, 100));
        try (TcpClient silent = new TcpClient(V4, port);
                TcpClient slow = new TcpClient(V4, port)) {
            slow.raw(new byte[] {0});
            assertThat(silent.isEnded()).isTrue();
            assertThat(slow.isEnded()).isTrue();
        }
        assertThat(drops.value(DropReason.TCP_TIMEOUT)).isEqualTo(2);
    }

    @Test
    void aCheckThatGetsNoAnswerEndsTheConnection() throws Exception {
        open(DatagramTransport.EPOLL, V4, ROOMY);
        try (TcpClient stranger = new TcpClient(V4, port)) {
            stranger.send(TcpClient.check("Anobody!"));
            assertThat(stranger.isEnded()).isTrue();
        }
        assertThat(loopDrops.get(0).value(DropReason.TCP_UNAUTHENTICATED)).isEqualTo(1);
        awaitGone(1);
    }

    @Test
    void noMoreAreOpenThanMayBe() throws IOException {
        open(DatagramTransport.EPOLL, V4, new TcpSettings.Limits(3, 2, 2, LIMIT_MS));
        try (TcpClient first = answered();
                TcpClient second = answered()) {
            try (TcpClient third = new TcpClient(V4, port)) {
                assertThat(third.isEnded()).isTrue();
            }
            assertThat(drops.value(DropReason.TCP_LIMIT)).isEqualTo(1);
            second.close();
            awaitOpen(1);
            answered().close();
            awaitOpen(1);
            try (TcpClient waiting = new TcpClient(V4, port)) {
                waiting.raw(new byte[] {0});
                awaitOpen(2);
                first.close();
                awaitOpen(1);
                try (TcpClient other = new TcpClient(V4, port)) {
                    other.raw(new byte[] {0});
                    awaitOpen(2);
                    try (TcpClient tooMany = new TcpClient(V4, port)) {
                        assertThat(tooMany.isEnded()).isTrue();
                    }
                }
            }
        }
        assertThat(drops.value(DropReason.TCP_WAITING_LIMIT)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatStallsLosesWholeFramesAndNoFraming(DatagramTransport transport) throws Exception {
        open(transport, V4, ROOMY);
        try (TcpClient client = new TcpClient(V4, port, 8_192)) {
            byte[] check = TcpClient.check("Asomeone");
            client.send(check);
            assertThat(client.receive()).isEqualTo(check);
            // Each makes the handler send 200 numbered frames of 1000 bytes, whether there is room or not.
            for (int i = 0; i < 50; i++) {
                client.send(new byte[] {'f'});
            }
            awaitPast(loopDrops.get(0), DropReason.SEND_STREAM_FULL);
            client.send(new byte[] {'e'});
            int last = 0;
            int frames = 0;
            byte[] frame = client.receive();
            while (frame.length == 1_000) {
                int number = MemorySegment.ofArray(frame).get(ValueLayout.JAVA_INT_UNALIGNED, 0);
                assertThat(number).isGreaterThan(last);
                assertThat(frame[999]).isEqualTo((byte) number);
                last = number;
                frames++;
                frame = client.receive();
            }
            assertThat(frame).isEqualTo(new byte[] {'e'});
            assertThat(frames + loopDrops.get(0).value(DropReason.SEND_STREAM_FULL))
                    .isEqualTo(10_000);
            assertThat(loops.get(0).counters().failures()).isZero();
        }
    }

    @Test
    void mediaWaitsWhileTheReaderDoesAndGoesOnAfterwards() throws Exception {
        open(DatagramTransport.EPOLL, V4, ROOMY);
        try (TcpClient client = new TcpClient(V4, port, 8_192)) {
            byte[] check = TcpClient.check("Asomeone");
            client.send(check);
            assertThat(client.receive()).isEqualTo(check);
            // As many as the connection takes media, and then a report, for which there is room in any case.
            for (int i = 0; i < 20; i++) {
                client.send(new byte[] {'m'});
            }
            client.send(new byte[] {'e'});
            int frames = 0;
            byte[] frame = client.receive();
            while (frame.length == 1_000) {
                frames++;
                frame = client.receive();
            }
            assertThat(frame).isEqualTo(new byte[] {'e'});
            assertThat(frames).isGreaterThan(40);
            client.send(new byte[] {'m'});
            assertThat(client.receive()).hasSize(1_000);
            assertThat(loopDrops.get(0).value(DropReason.SEND_STREAM_FULL)).isZero();
        }
    }

    @Test
    void whatEndsIsSentBeforeAndIsNobodyAfterwards() throws Exception {
        open(DatagramTransport.EPOLL, V4, ROOMY);
        try (TcpClient client = answered()) {
            client.send(new byte[] {'m'});
            client.send(new byte[] {'d'});
            byte[] frame = client.receive();
            while (frame.length == 1_000) {
                frame = client.receive();
            }
            assertThat(frame).isEqualTo(new byte[] {'d'});
            assertThat(client.isEnded()).isTrue();
        }
        awaitGone(1);
        try (TcpClient next = answered()) {
            next.send(new byte[] {'o'});
            assertThat(next.receive()).isEqualTo(new byte[] {'o'});
        }
        assertThat(loopDrops.get(0).value(DropReason.SEND_STREAM_GONE)).isEqualTo(1);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        open(DatagramTransport.EPOLL, V4, ROOMY);
        assertThatThrownBy(() -> TcpAcceptor.open(
                        new TcpSettings(DatagramTransport.EPOLL, List.of(V4), port, ROOMY), loops, drops))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on TCP 127.0.0.1:" + port + ": the port is in use");
    }

    private TcpClient answered() throws IOException {
        TcpClient client = new TcpClient(V4, port);
        byte[] check = TcpClient.check("Asomeone");
        client.send(check);
        assertThat(client.receive()).isEqualTo(check);
        return client;
    }

    private TcpAcceptor acceptor() {
        TcpAcceptor opened = acceptor;
        assertThat(opened).isNotNull();
        return opened;
    }

    private void open(DatagramTransport transport, InetAddress address, TcpSettings.Limits limits) throws IOException {
        assertThat(transport.available()).isTrue();
        for (int i = 0; i < 2; i++) {
            LoopSettings settings = new LoopSettings(
                    "test-loop",
                    transport,
                    List.of(address),
                    0,
                    new LoopSettings.SocketBuffers(1 << 20, 1 << 20, 64, new StreamLimits(64, QUEUE_BYTES, LIMIT_MS)),
                    5);
            MediaLoop loop = MediaLoop.open(settings, loopDrops.get(i));
            loops.add(loop);
            loop.start(new EchoHandler(loop.sink(), gone));
        }
        try (ServerSocket probe = new ServerSocket(0, 1, address)) {
            port = probe.getLocalPort();
        }
        acceptor = TcpAcceptor.open(new TcpSettings(transport, List.of(address), port, limits), loops, drops);
    }

    private void awaitGone(int count) throws IOException {
        try {
            for (int i = 0; i < count; i++) {
                assertThat(gone.poll(LIMIT_MS, TimeUnit.MILLISECONDS)).isNotNull();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void awaitOpen(int count) throws IOException {
        long endNs = System.nanoTime() + LIMIT_MS * 1_000_000L;
        while (acceptor().open() != count && System.nanoTime() < endNs) {
            pause();
        }
        assertThat(acceptor().open()).isEqualTo(count);
    }

    /** Until some are dropped, and no more are. */
    private static void awaitPast(DropCounters of, DropReason reason) throws IOException {
        long endNs = System.nanoTime() + LIMIT_MS * 1_000_000L;
        long before = -1;
        while ((of.value(reason) == 0 || of.value(reason) != before) && System.nanoTime() < endNs) {
            before = of.value(reason);
            for (int i = 0; i < 20; i++) {
                pause();
            }
        }
        assertThat(of.value(reason)).isPositive();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
