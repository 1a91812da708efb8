package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;

/**
 * Confined to its thread. A UDP socket that never blocks, of one address family. {@link ReceiveBatch} reads it and {@link MessageBatch} sends by it.
 *
 * <p>An unconnected socket hears nothing of ICMP errors. A connected one tells of each once, at the next call (udp(7)).
 */
public final class UdpSocket implements AutoCloseable {
    private static final int DATAGRAM = 2;
    private static final int NONBLOCK = 0x800;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_MEMINFO = 55;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;

    /** SK_MEMINFO_DROPS of linux/sock_diag.h, and how many numbers there are. */
    private static final int MEMINFO_DROPS = 8;

    private static final int MEMINFO_COUNT = 9;

    private static final short POLL_IN = 1;
    private static final short POLL_OUT = 4;

    /**
     * A message of several segments may be refused for what lies on the way to one receiver (its path takes less). So many in a row, and none that passed between
     * them, are this host's.
     */
    private static final int MAX_REFUSED_IN_A_ROW = 16;

    private final int descriptor;
    private boolean segmentation;
    private int refusedInARow;
    private boolean closed;

    private UdpSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens and binds. Throws, with words fit for the operator, when the address cannot be had. */
    public static UdpSocket open(InetSocketAddress local) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(Libc.ERROR_BYTES);
            int family = Sockaddr.family(local.getAddress());
            int descriptor = checked(Libc.socket(family, DATAGRAM | NONBLOCK | CLOSE_ON_EXEC, error));
            UdpSocket made = new UdpSocket(descriptor);
            try {
                if (family == Sockaddr.IPV6) {
                    made.option(SOL_IPV6, IPV6_V6ONLY, 1);
                }
                MemorySegment name = arena.allocate(Sockaddr.BYTES, Long.BYTES);
                int bytes = Sockaddr.write(local, name);
                checked(Libc.bind(descriptor, name, bytes, error));
                made.segmentation = made.knowsSegmentation();
                return made;
            } catch (IOException failed) {
                made.close();
                throw failed;
            }
        }
    }

    /** From here on only this far end is heard, and its ICMP errors are told. */
    public void connect(InetSocketAddress remote) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(Sockaddr.BYTES, Long.BYTES);
            int bytes = Sockaddr.write(remote, name);
            checked(Libc.connect(descriptor, name, bytes, arena.allocate(Libc.ERROR_BYTES)));
        }
    }

    /** The kernel cuts it to net.core.rmem_max without a word. */
    public void receiveBufferBytes(int bytes) throws IOException {
        option(SOL_SOCKET, SO_RCVBUF, bytes);
    }

    /** The kernel cuts it to net.core.wmem_max without a word. */
    public void sendBufferBytes(int bytes) throws IOException {
        option(SOL_SOCKET, SO_SNDBUF, bytes);
    }

    private void option(int level, int name, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            checked(Libc.setsockopt(
                    descriptor,
                    level,
                    name,
                    arena.allocateFrom(ValueLayout.JAVA_INT, value),
                    arena.allocate(Libc.ERROR_BYTES)));
        }
    }

    /** A kernel before 4.18 does not know the option, and would send a message of several segments as one datagram in fragments. */
    private boolean knowsSegmentation() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, 0);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, Integer.BYTES);
            return Libc.getsockopt(descriptor, SOL_UDP, UDP_SEGMENT, value, bytes, arena.allocate(Libc.ERROR_BYTES))
                    >= 0;
        }
    }

    /** Datagrams that found no room since the socket was opened. Allocates. */
    public long drops() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT, MEMINFO_COUNT);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, Math.toIntExact(value.byteSize()));
            checked(Libc.getsockopt(
                    descriptor, SOL_SOCKET, SO_MEMINFO, value, bytes, arena.allocate(Libc.ERROR_BYTES)));
            return Integer.toUnsignedLong(value.getAtIndex(ValueLayout.JAVA_INT, MEMINFO_DROPS));
        }
    }

    public int port() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Sockaddr.port(name(arena));
        }
    }

    /** Makes this socket the far end of a datagram. */
    public void address(Datagram into) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Sockaddr.read(name(arena), 0, into);
        }
    }

    private MemorySegment name(Arena arena) throws IOException {
        MemorySegment name = arena.allocate(Sockaddr.BYTES, Long.BYTES);
        MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, Sockaddr.BYTES);
        checked(Libc.getsockname(descriptor, name, bytes, arena.allocate(Libc.ERROR_BYTES)));
        return name;
    }

    /** For who waits for several at once (epoll(7)). */
    public int descriptor() {
        return descriptor;
    }

    /** Waits until there is something to read; false: it took too long. Allocates. */
    public boolean awaitReadable(int timeoutMs) throws IOException {
        return await(POLL_IN, timeoutMs);
    }

    /** Waits until there is room to send; false: it took too long. Allocates. */
    public boolean awaitWritable(int timeoutMs) throws IOException {
        return await(POLL_OUT, timeoutMs);
    }

    private boolean await(short events, int timeoutMs) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            // struct pollfd: descriptor, events, what happened.
            MemorySegment one = arena.allocate(Long.BYTES, Long.BYTES);
            one.set(ValueLayout.JAVA_INT, 0, descriptor);
            one.set(ValueLayout.JAVA_SHORT, Integer.BYTES, events);
            int ready = Libc.poll(one, 1, timeoutMs, arena.allocate(Libc.ERROR_BYTES));
            return ready != -Errno.INTERRUPTED && checked(ready) > 0;
        }
    }

    /** Whether several datagrams may leave as one message: until this host has shown that it cannot. */
    public boolean segmentation() {
        return segmentation;
    }

    /** Each datagram is a message of its own. */
    public void disableSegmentation() {
        segmentation = false;
    }

    void segmentsPassed() {
        refusedInARow = 0;
    }

    /** What was refused as segments and went singly. EIO is the device's: it has no checksum offload (net/ipv4/udp.c, udp_send_skb). */
    void segmentsRefused(int error) {
        if (error == Errno.INPUT_OUTPUT || ++refusedInARow >= MAX_REFUSED_IN_A_ROW) {
            segmentation = false;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try (Arena arena = Arena.ofConfined()) {
                Libc.close(descriptor, arena.allocate(Libc.ERROR_BYTES));
            }
        }
    }

    private static int checked(int answer) throws IOException {
        if (answer < 0) {
            throw new IOException(Errno.text(-answer));
        }
        return answer;
    }
}
