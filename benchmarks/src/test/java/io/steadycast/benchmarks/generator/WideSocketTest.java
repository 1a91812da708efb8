package io.steadycast.benchmarks.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class WideSocketTest {

    @Test
    void oneSocketIsManyAddresses() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
            port = free.getLocalPort();
        }
        try (WideSocket socket = new WideSocket(port)) {
            int first = GeneratorLoop.addressOf(0);
            long beforeNs = socket.realtimeNs();
            int sent = WideSocket.BATCH + 3;
            for (int i = 0; i < sent; i++) {
                Datagram out = socket.claim();
                out.buffer.set(ValueLayout.JAVA_INT, 0, i);
                out.length = 4 + i;
                socket.send(first, first + 1 + i, port);
            }
            socket.flush();
            int count = 0;
            int batch = socket.receive();
            while (batch > 0) {
                for (int i = 0; i < batch; i++) {
                    int number = socket.datagram(i).buffer.get(ValueLayout.JAVA_INT, 0);
                    assertThat(number).isEqualTo(count);
                    assertThat(socket.datagram(i).length).isEqualTo(4 + number);
                    assertThat(socket.receivedBy(i)).isEqualTo(first + 1 + number);
                    assertThat(socket.arrivedNs(i)).isBetween(beforeNs, socket.realtimeNs());
                    count++;
                }
                batch = socket.receive();
            }
            assertThat(count).isEqualTo(sent);
            assertThat(socket.sendFailures()).isZero();
        }
    }
}
