package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Confined to its test. Two sockets of one family on loopback, and what one sends and the other gets. */
final class Loopback implements AutoCloseable {
    static final int LIMIT_MS = 10_000;

    final Arena arena = Arena.ofConfined();
    final UdpSocket sender;
    final UdpSocket receiver;
    /** Of the loopback address, in the engine's numbers. */
    private final long low;

    final ReceiveBatch received = new ReceiveBatch(64, arena);

    Loopback(String address) throws IOException {
        low = address.indexOf(':') < 0 ? 0xffff_7f00_0001L : 1;
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        sender = UdpSocket.open(any);
        receiver = UdpSocket.open(any);
        receiver.receiveBufferBytes(1 << 20);
    }

    /** Addressed to the receiver. */
    Datagram datagram(int length, int number) throws IOException {
        return datagram(length, number, receiver.port());
    }

    Datagram datagram(int length, int number, int port) {
        Datagram made = Datagram.allocate(arena);
        made.length = length;
        for (int i = 0; i < length; i++) {
            made.buffer.set(ValueLayout.JAVA_BYTE, i, (byte) (number + i));
        }
        made.port = port;
        made.addressLow = low;
        return made;
    }

    /** So many datagrams, in the order in which they came: their bytes. */
    List<byte[]> receive(int count) throws IOException {
        List<byte[]> got = new ArrayList<>();
        while (got.size() < count && receiver.awaitReadable(LIMIT_MS)) {
            int batch = received.receive(receiver);
            for (int i = 0; i < batch; i++) {
                Datagram one = received.datagram(i);
                got.add(one.buffer.asSlice(0, one.length).toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return got;
    }

    static byte[] bytes(Datagram of) {
        MemorySegment used = of.buffer.asSlice(0, of.length);
        return used.toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        sender.close();
        receiver.close();
        arena.close();
    }
}
