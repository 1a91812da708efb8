package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Confined to its thread. The datagrams of one recvmmsg, with their senders in the engine's numbers. Allocates nothing after construction. */
public final class ReceiveBatch {
    private final Datagram[] datagrams;
    private final MemorySegment messages;
    private final MemorySegment names;
    private final MemorySegment error;
    /** Filled by the last call. */
    private int count;

    /** {@code arena} must outlive every call; {@code capacity} datagrams at once. */
    public ReceiveBatch(int capacity, Arena arena) {
        if (capacity < 1 || capacity > MessageBatch.MAX_MESSAGES) {
            throw new IllegalArgumentException(
                    "capacity " + capacity + " is not within 1.." + MessageBatch.MAX_MESSAGES);
        }
        datagrams = new Datagram[capacity];
        messages = arena.allocate((long) capacity * Message.BYTES, Long.BYTES);
        names = arena.allocate((long) capacity * Sockaddr.BYTES, Long.BYTES);
        error = arena.allocate(Libc.ERROR_BYTES, Long.BYTES);
        MemorySegment vectors = arena.allocate((long) capacity * Message.VECTOR_BYTES, Long.BYTES);
        for (int i = 0; i < capacity; i++) {
            datagrams[i] = Datagram.allocate(arena);
            long at = (long) i * Message.BYTES;
            long vector = (long) i * Message.VECTOR_BYTES;
            Message.vector(vectors, vector, datagrams[i].buffer.address(), Datagram.CAPACITY_BYTES);
            Message.name(messages, at, names.address() + (long) i * Sockaddr.BYTES, Sockaddr.BYTES);
            Message.vectors(messages, at, vectors.address() + vector, 1);
        }
    }

    /**
     * Takes what is there, and answers how many: 0 when there is nothing, else a negative error number ({@link Errno}). An ICMP error that a connected socket had to
     * tell is passed over, since what follows it counts.
     */
    public int receive(UdpSocket socket) {
        for (int i = 0; i < count; i++) {
            // The kernel leaves there how long each name was.
            Message.nameBytes(messages, (long) i * Message.BYTES, Sockaddr.BYTES);
        }
        count = 0;
        int received = Libc.recvmmsg(socket.descriptor(), messages.address(), datagrams.length, error);
        if (received == -Errno.CONNECTION_REFUSED) {
            received = Libc.recvmmsg(socket.descriptor(), messages.address(), datagrams.length, error);
        }
        if (received < 0) {
            return received == -Errno.AGAIN || received == -Errno.INTERRUPTED ? 0 : received;
        }
        count = received;
        for (int i = 0; i < received; i++) {
            Datagram datagram = datagrams[i];
            datagram.length = Message.length(messages, (long) i * Message.BYTES);
            Sockaddr.read(names, (long) i * Sockaddr.BYTES, datagram);
        }
        return received;
    }

    public int capacity() {
        return datagrams.length;
    }

    /** Of the last call, valid until the next; its local socket is left to the caller. */
    public Datagram datagram(int index) {
        return datagrams[index];
    }

    /** Whether it was longer than a datagram's buffer: the rest is lost. */
    public boolean isTruncated(int index) {
        return Message.isTruncated(messages, (long) index * Message.BYTES);
    }
}
