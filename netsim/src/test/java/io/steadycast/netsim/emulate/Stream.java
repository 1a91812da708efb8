package io.steadycast.netsim.emulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;

/** A numbered stream from a client through an emulator to a server, in real time: when each packet was sent and when it came. */
@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
final class Stream implements AutoCloseable {
    static final int MAX_PACKETS = 20_000;

    final long[] sentNs = new long[MAX_PACKETS];
    final long[] arrivedNs = new long[MAX_PACKETS];
    /** Number of the packet that came as the i-th. */
    final int[] order = new int[MAX_PACKETS];

    private final DatagramChannel server;
    private final DatagramChannel client = DatagramChannel.open();
    private final Thread reader;
    private final int packetBytes;
    private volatile int arrived;
    private int sent;

    Stream(int packetBytes) throws IOException {
        this.packetBytes = packetBytes;
        server = DatagramChannel.open();
        server.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        reader = Thread.ofPlatform().name("stream-reader").start(this::read);
    }

    InetSocketAddress server() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    private void read() {
        // Else the measured would be how long this thread waits for a core.
        var _ = Urgency.raise();
        ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
        try {
            while (true) {
                buffer.clear();
                server.receive(buffer);
                int number = buffer.getInt(0);
                arrivedNs[number] = System.nanoTime();
                order[arrived] = number;
                arrived++; // this thread alone writes
            }
        } catch (AsynchronousCloseException end) {
            // The test is over.
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    void connect(InetSocketAddress emulator) throws IOException {
        client.connect(emulator);
    }

    void send() throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(packetBytes);
        packet.putInt(0, sent);
        sentNs[sent] = System.nanoTime();
        client.write(packet);
        sent++;
    }

    /** So many packets, one every {@code periodNs}; the schedule is kept, so that one late packet makes none late. */
    void send(int packets, long periodNs) throws IOException {
        long nextNs = System.nanoTime();
        for (int i = 0; i < packets; i++, nextNs += periodNs) {
            for (long leftNs = nextNs - System.nanoTime(); leftNs > 0; leftNs = nextNs - System.nanoTime()) {
                LockSupport.parkNanos(leftNs);
            }
            send();
        }
    }

    int sent() {
        return sent;
    }

    int arrived() {
        return arrived;
    }

    /** Until so many are here, or nothing has come for half a second. */
    int await(int packets) {
        int before = -1;
        long sinceNs = System.nanoTime();
        while (arrived < packets && System.nanoTime() - sinceNs < 500_000_000L) {
            if (arrived != before) {
                before = arrived;
                sinceNs = System.nanoTime();
            }
            LockSupport.parkNanos(1_000_000L);
        }
        return arrived;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
