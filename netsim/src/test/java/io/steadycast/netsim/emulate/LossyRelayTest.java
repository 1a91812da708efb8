package io.steadycast.netsim.emulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LossyRelayTest {
    private static final long SEED = 11;

    private DatagramSocket server;
    private DatagramSocket client;
    private LossyRelay relay;

    @BeforeEach
    void open() throws IOException {
        server = socket("127.0.0.1");
        client = socket("127.0.0.1");
        relay = new LossyRelay((InetSocketAddress) server.getLocalSocketAddress(), SEED);
    }

    @AfterEach
    void close() {
        relay.close();
        server.close();
        client.close();
    }

    @Test
    void carriesBothWaysAndKeepsTheClientsApart() throws IOException {
        try (DatagramSocket second = socket("127.0.0.1")) {
            InetSocketAddress one = roundTrip(client, "one");
            InetSocketAddress two = roundTrip(second, "two");
            assertThat(one).isNotEqualTo(two);
            assertThat(roundTrip(client, "one again")).isEqualTo(one);
            assertThat(relay.counters()).isEqualTo(new LossyRelay.Counters(3, 0, 3, 0, 0));
        }
    }

    @Test
    void losesWhatItIsToldToLose() throws IOException {
        InetSocketAddress seenByServer = roundTrip(client, "before");
        relay.toClients(1.0, Duration.ZERO);
        reply(seenByServer, "lost");
        client.setSoTimeout(100);
        assertThatThrownBy(() -> receive(client)).isInstanceOf(SocketTimeoutException.class);
        assertThat(relay.counters().toClientsLost()).isEqualTo(1);
        client.setSoTimeout(5000);
        relay.toClients(0, Duration.ZERO);
        roundTrip(client, "after");
    }

    @Test
    void delaysAtLeastAsLongAsItIsTold() throws IOException {
        relay.toServer(0, Duration.ofMillis(40));
        relay.toClients(0, Duration.ofMillis(20));
        long startNs = System.nanoTime();
        roundTrip(client, "slow");
        assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
    }

    @Test
    void rebindingShowsTheServerANewPort() throws IOException {
        InetSocketAddress before = roundTrip(client, "before");
        relay.rebind();
        InetSocketAddress after = roundTrip(client, "after");
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void relaysIpv6() throws IOException {
        try (DatagramSocket sixServer = socket("::1");
                DatagramSocket sixClient = socket("::1");
                var six = new LossyRelay((InetSocketAddress) sixServer.getLocalSocketAddress(), SEED)) {
            send(sixClient, "six", six.address());
            assertThat(text(receive(sixServer))).isEqualTo("six");
        }
    }

    /** Sends through the relay and back, and says which address the server saw. */
    private InetSocketAddress roundTrip(DatagramSocket from, String text) throws IOException {
        send(from, text, relay.address());
        DatagramPacket seen = receive(server);
        assertThat(text(seen)).isEqualTo(text);
        reply((InetSocketAddress) seen.getSocketAddress(), text);
        assertThat(text(receive(from))).isEqualTo(text);
        return (InetSocketAddress) seen.getSocketAddress();
    }

    private void reply(InetSocketAddress to, String text) throws IOException {
        send(server, text, to);
    }

    private static void send(DatagramSocket from, String text, InetSocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket socket) throws IOException {
        var packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static DatagramSocket socket(String host) throws IOException {
        var socket = new DatagramSocket(0, InetAddress.getByName(host));
        socket.setSoTimeout(5000);
        return socket;
    }
}
