package io.steadycast.benchmarks.generator;

import io.steadycast.media.engine.transport.Datagram;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Confined to its loop. One UDP socket that is all of 127.0.0.0/8 on one port: where a datagram came to is read from its control message, where one leaves from is
 * written into it (ip(7), IP_PKTINFO). So a thousand viewers have an address each, and whatever came for all of them takes one system call.
 *
 * <p>Arrival is the kernel's stamp (SO_TIMESTAMPNS): how late the generator looks is no part of it. Segments are never merged on receipt (no UDP_GRO): real viewers
 * are hosts of their own, so whoever sends pays for cutting.
 */
final class WideSocket implements AutoCloseable {
    static final int BATCH = 64;
    private static final int BUFFER_BYTES = 32 << 20;
    private static final int MESSAGE_BYTES = 64;
    private static final int CONTROL_BYTES = 64;
    private static final int ADDRESS_BYTES = 16;
    private static final int VECTOR_BYTES = 16;
    private static final int PKTINFO_BYTES = 28;
    private static final int CONTROL_HEADER_BYTES = 16;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfInt NET_INT = INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort NET_SHORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment errno = Libc.newErrno(arena);
    private final MemorySegment clock = arena.allocate(16, 8);
    private final int socket;
    private final int port;

    private final MemorySegment inMessages = arena.allocate((long) BATCH * MESSAGE_BYTES, 8);
    private final MemorySegment inControls = arena.allocate((long) BATCH * CONTROL_BYTES, 8);
    private final Datagram[] in = new Datagram[BATCH];
    private final int[] inTo = new int[BATCH];
    private final long[] inAtNs = new long[BATCH];

    private final MemorySegment outMessages = arena.allocate((long) BATCH * MESSAGE_BYTES, 8);
    private final MemorySegment outControls = arena.allocate((long) BATCH * CONTROL_BYTES, 8);
    private final MemorySegment outAddresses = arena.allocate((long) BATCH * ADDRESS_BYTES, 8);
    private final MemorySegment outVectors = arena.allocate((long) BATCH * VECTOR_BYTES, 8);
    private final Datagram[] out = new Datagram[BATCH];
    private int outCount;
    private long sendFailures;

    /** @param port 0: any */
    WideSocket(int port) throws IOException {
        socket = Libc.socket(errno);
        MemorySegment any = arena.allocate(ADDRESS_BYTES, 8);
        any.set(ValueLayout.JAVA_SHORT, 0, (short) Libc.AF_INET);
        any.set(NET_SHORT, 2, (short) port);
        Libc.bind(errno, socket, any);
        this.port = port;
        buffer(Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF);
        buffer(Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF);
        if (!Libc.option(errno, socket, Libc.IPPROTO_IP, Libc.IP_PKTINFO, 1)
                || !Libc.option(errno, socket, Libc.SOL_SOCKET, Libc.SO_TIMESTAMPNS, 1)) {
            throw new IOException("the kernel tells no addresses or times of arrival: errno " + Libc.errno(errno));
        }
        MemorySegment inVectors = arena.allocate((long) BATCH * VECTOR_BYTES, 8);
        for (int i = 0; i < BATCH; i++) {
            in[i] = Datagram.allocate(arena);
            out[i] = Datagram.allocate(arena);
            prepareIn(i, inVectors);
            prepareOut(i);
        }
    }

    /** Root may take more than net.core.rmem_max; whoever may not takes what there is. */
    private void buffer(int forced, int asked) throws IOException {
        if (!Libc.option(errno, socket, Libc.SOL_SOCKET, forced, BUFFER_BYTES)) {
            Libc.option(errno, socket, Libc.SOL_SOCKET, asked, BUFFER_BYTES);
        }
    }

    private void prepareIn(int i, MemorySegment vectors) {
        long vector = (long) i * VECTOR_BYTES;
        vectors.set(LONG, vector, in[i].buffer.address());
        vectors.set(LONG, vector + 8, Datagram.CAPACITY_BYTES);
        long message = (long) i * MESSAGE_BYTES;
        inMessages.set(LONG, message + 16, vectors.address() + vector);
        inMessages.set(LONG, message + 24, 1);
        inMessages.set(LONG, message + 32, inControls.address() + (long) i * CONTROL_BYTES);
        inMessages.set(LONG, message + 40, CONTROL_BYTES);
    }

    private void prepareOut(int i) {
        long address = (long) i * ADDRESS_BYTES;
        outAddresses.set(ValueLayout.JAVA_SHORT, address, (short) Libc.AF_INET);
        long vector = (long) i * VECTOR_BYTES;
        outVectors.set(LONG, vector, out[i].buffer.address());
        long control = (long) i * CONTROL_BYTES;
        outControls.set(LONG, control, PKTINFO_BYTES);
        outControls.set(INT, control + 8, Libc.IPPROTO_IP);
        outControls.set(INT, control + 12, Libc.IP_PKTINFO);
        long message = (long) i * MESSAGE_BYTES;
        outMessages.set(LONG, message, outAddresses.address() + address);
        outMessages.set(INT, message + 8, ADDRESS_BYTES);
        outMessages.set(LONG, message + 16, outVectors.address() + vector);
        outMessages.set(LONG, message + 24, 1);
        outMessages.set(LONG, message + 32, outControls.address() + control);
        outMessages.set(LONG, message + 40, 32);
    }

    int port() {
        return port;
    }

    /** The clock of {@link #arrivedNs}. */
    long realtimeNs() {
        return Libc.realtimeNs(clock);
    }

    /** What the kernel refused to take. */
    long sendFailures() {
        return sendFailures;
    }

    /** Takes what is there, at most {@link #BATCH}; never waits. */
    int receive() throws IOException {
        int count = Libc.recvmmsg(errno, socket, inMessages, BATCH);
        if (count < 0) {
            int reason = Libc.errno(errno);
            if (reason == Libc.EAGAIN || reason == Libc.EINTR || reason == Libc.ECONNREFUSED) {
                return 0;
            }
            throw new IOException("recvmmsg: errno " + reason);
        }
        for (int i = 0; i < count; i++) {
            long message = (long) i * MESSAGE_BYTES;
            in[i].length = inMessages.get(INT, message + 56);
            readControl(i, (long) i * CONTROL_BYTES, (int) inMessages.get(LONG, message + 40));
            inMessages.set(LONG, message + 40, CONTROL_BYTES);
        }
        return count;
    }

    private void readControl(int i, long start, int length) {
        int at = 0;
        while (at + CONTROL_HEADER_BYTES <= length) {
            long control = start + at;
            int bytes = (int) inControls.get(LONG, control);
            int level = inControls.get(INT, control + 8);
            if (level == Libc.IPPROTO_IP) {
                inTo[i] = inControls.get(NET_INT, control + CONTROL_HEADER_BYTES + 8);
            } else if (level == Libc.SOL_SOCKET) {
                inAtNs[i] = inControls.get(LONG, control + CONTROL_HEADER_BYTES) * 1_000_000_000L
                        + inControls.get(LONG, control + CONTROL_HEADER_BYTES + 8);
            }
            at += Math.max(CONTROL_HEADER_BYTES, (bytes + 7) & ~7);
        }
    }

    /** Of the batch received last. */
    Datagram datagram(int i) {
        return in[i];
    }

    /** The IPv4 address that it came to. */
    int receivedBy(int i) {
        return inTo[i];
    }

    long arrivedNs(int i) {
        return inAtNs[i];
    }

    /** The datagram to fill next; it leaves by {@link #send}. */
    Datagram claim() {
        if (outCount == BATCH) {
            flush();
        }
        return out[outCount];
    }

    /** Queues the claimed datagram. */
    void send(int fromAddress, int toAddress, int toPort) {
        int i = outCount++;
        long address = (long) i * ADDRESS_BYTES;
        outAddresses.set(NET_SHORT, address + 2, (short) toPort);
        outAddresses.set(NET_INT, address + 4, toAddress);
        outControls.set(NET_INT, (long) i * CONTROL_BYTES + CONTROL_HEADER_BYTES + 4, fromAddress);
        outVectors.set(LONG, (long) i * VECTOR_BYTES + 8, out[i].length);
    }

    /** Everything queued leaves now; what the kernel refuses is counted and lost. */
    void flush() {
        int from = 0;
        while (from < outCount) {
            long skipped = (long) from * MESSAGE_BYTES;
            int sent = Libc.sendmmsg(errno, socket, outMessages.asSlice(skipped), outCount - from);
            if (sent > 0) {
                from += sent;
            } else if (Libc.errno(errno) != Libc.EINTR) {
                // One datagram is refused, the others may still go.
                sendFailures++;
                from++;
            }
        }
        outCount = 0;
    }

    @Override
    public void close() throws IOException {
        Libc.close(errno, socket);
        arena.close();
    }
}
