package io.steadycast.media.net.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback. Every wait ends with what it waits for; the limits only bound a failing run. */
final class UdpSocketTest {
    @Test
    void itIsThereOnLinux() {
        assertThat(Support.here())
                .isEqualTo(System.getProperty("os.name").equals("Linux") ? Support.SEGMENTS : Support.NONE);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "::1, true", "::1, false"})
    void whatIsSentArrivesInOrderWithItsSender(String address, boolean segmentation) throws IOException {
        try (Loopback net = new Loopback(address)) {
            if (!segmentation) {
                net.sender.disableSegmentation();
            }
            assertThat(net.sender.segmentation()).isEqualTo(segmentation);
            List<byte[]> sent = new ArrayList<>();
            MessageBatch batch = new MessageBatch(64, net.arena);
            batch.begin(net.sender);
            int[] lengths = {1200, 1200, 1200, 1200, 700, 0, 1201, 1200, 60, Datagram.CAPACITY_BYTES, 1};
            for (int i = 0; i < lengths.length; i++) {
                Datagram one = net.datagram(lengths[i], i);
                sent.add(Loopback.bytes(one));
                batch.add(one);
            }
            assertThat(batch.send()).isEqualTo(lengths.length);
            assertThat(batch.refused() + batch.withoutRoom()).isZero();
            assertThat(net.receive(lengths.length)).containsExactlyElementsOf(sent);
            Datagram last = net.received.datagram(0);
            assertThat(last.port).isEqualTo(net.sender.port());
            assertThat(last.addressHigh).isZero();
            assertThat(last.addressLow).isEqualTo(address.equals("::1") ? 1 : 0xffff_7f00_0001L);
            // 1200 x 4 and 700 | 0 | 1201 and 1200 | 60 | 2048 and 1
            assertThat(batch.sentMessages()).isEqualTo(segmentation ? 5 : lengths.length);
            assertThat(batch.systemCalls()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void aMessageHoldsNoMoreSegmentsAndBytesThanTheKernelTakes(String address) throws IOException {
        try (Loopback net = new Loopback(address)) {
            for (int length : new int[] {20, 1400}) {
                int count = 2 * MessageBatch.MAX_SEGMENTS + 3;
                MessageBatch batch = new MessageBatch(count, net.arena);
                batch.begin(net.sender);
                for (int i = 0; i < count; i++) {
                    batch.add(net.datagram(length, i));
                }
                assertThat(batch.send()).isEqualTo(count);
                assertThat(batch.refused() + batch.withoutRoom()).isZero();
                assertThat(net.receive(count)).hasSize(count);
                int fit = Math.min(MessageBatch.MAX_SEGMENTS, MessageBatch.MAX_MESSAGE_BYTES / length);
                assertThat(batch.sentMessages()).isEqualTo((count + fit - 1) / fit);
            }
            assertThat(net.sender.segmentation()).isTrue();
        }
    }

    @Test
    void whatIsTooLongIsCutAndSaid() throws IOException {
        try (Loopback net = new Loopback("127.0.0.1");
                java.net.DatagramSocket far = new java.net.DatagramSocket()) {
            InetSocketAddress to = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), net.receiver.port());
            far.send(new java.net.DatagramPacket(new byte[4000], 4000, to));
            far.send(new java.net.DatagramPacket(new byte[Datagram.CAPACITY_BYTES], Datagram.CAPACITY_BYTES, to));
            int seen = 0;
            while (seen < 2 && net.receiver.awaitReadable(Loopback.LIMIT_MS)) {
                int count = net.received.receive(net.receiver);
                for (int i = 0; i < count; i++, seen++) {
                    assertThat(net.received.isTruncated(i)).isEqualTo(seen == 0);
                    assertThat(net.received.datagram(i).length).isEqualTo(Datagram.CAPACITY_BYTES);
                }
            }
            assertThat(seen).isEqualTo(2);
            assertThat(net.received.receive(net.receiver)).isZero();
        }
    }

    @Test
    void aReceiverThatIsGoneCostsAConnectedSocketNothingElse() throws IOException {
        try (Loopback net = new Loopback("127.0.0.1")) {
            UdpSocket gone = UdpSocket.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            int port = gone.port();
            gone.close();
            net.sender.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            MessageBatch batch = new MessageBatch(4, net.arena);
            for (int i = 0; i < 3; i++) {
                batch.begin(net.sender);
                batch.add(net.datagram(20, i, port));
                // The second and third meet the ICMP error of the one before, and leave nevertheless.
                assertThat(batch.send()).isEqualTo(1);
                assertThat(batch.refused()).isZero();
            }
            assertThat(net.received.receive(net.sender)).isZero();
        }
    }

    @Test
    void whatHasNoWayIsRefusedAndTheRestLeaves() throws IOException {
        try (Loopback net = new Loopback("127.0.0.1")) {
            MessageBatch batch = new MessageBatch(4, net.arena);
            batch.begin(net.sender);
            batch.add(net.datagram(20, 1));
            Datagram stray = net.datagram(20, 2);
            stray.addressHigh = 0x2001_0db8_0000_0000L;
            stray.addressLow = 1;
            batch.add(stray);
            batch.add(net.datagram(30, 3));
            assertThat(batch.send()).isEqualTo(3);
            assertThat(batch.refused()).isEqualTo(1);
            assertThat(net.receive(2)).extracting(bytes -> bytes.length).containsExactly(20, 30);
        }
    }

    @Test
    void whatFindsNoRoomIsCounted() throws IOException {
        try (Loopback net = new Loopback("127.0.0.1")) {
            net.receiver.receiveBufferBytes(4096);
            MessageBatch batch = new MessageBatch(64, net.arena);
            batch.begin(net.sender);
            for (int i = 0; i < 64; i++) {
                batch.add(net.datagram(1000, i));
            }
            assertThat(batch.send()).isEqualTo(64);
            int received = net.received.receive(net.receiver);
            assertThat(received).isBetween(1, 63);
            assertThat(net.receiver.drops()).isEqualTo(64 - received);
        }
    }

    @Test
    void whatCannotBeHadIsSaidInWords() throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        try (UdpSocket one = UdpSocket.open(new InetSocketAddress(here, 0))) {
            int port = one.port();
            assertThatThrownBy(() -> UdpSocket.open(new InetSocketAddress(here, port)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("the port is in use");
        }
        assertThatThrownBy(() -> UdpSocket.open(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0)))
                .isInstanceOf(IOException.class)
                .hasMessage("the address is none of this host's");
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> new ReceiveBatch(0, arena)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedSocketIsClosedOnce() throws IOException {
        UdpSocket first = UdpSocket.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        first.close();
        try (UdpSocket second = UdpSocket.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            // It has the number that was free again.
            first.close();
            assertThat(second.port()).isPositive();
        }
    }
}
