package io.steadycast.media.engine.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its loop. One reusable datagram: its bytes from offset 0 of {@link #buffer}, and both ends of its way.
 *
 * <p>On the way in, address and port are the sender's and {@link #socket} is the local socket it came to; on the way out they are
 * the receiver's and the local socket it leaves from, so that a multi-homed host answers from the address it was asked at.
 */
public final class Datagram {
    /**
     * From here on {@link #socket} numbers a TCP connection (RFC 6544), below it a UDP socket. A connection keeps its number for life, and no other gets it
     * afterwards: what is addressed to one that is gone reaches nobody.
     */
    public static final int FIRST_STREAM = 1 << 16;

    /** Longest datagram that is looked at. Ethernet MTU, and a margin for jumbo handshake fragments. */
    public static final int CAPACITY_BYTES = 2048;

    /** Fixed memory of {@link #CAPACITY_BYTES}; native, so that a socket can read and write it in place. */
    public final MemorySegment buffer;

    public int length;
    /** IPv6 address, network order; IPv4 is mapped as ::ffff:a.b.c.d. */
    public long addressHigh;

    public long addressLow;
    public int port;
    public int socket;

    /** Whether it came over a TCP connection, or leaves by one. */
    public static boolean isStream(int socket) {
        return socket >= FIRST_STREAM;
    }

    public Datagram(MemorySegment buffer) {
        if (buffer.byteSize() < CAPACITY_BYTES) {
            throw new IllegalArgumentException("buffer of " + buffer.byteSize() + " bytes");
        }
        this.buffer = buffer;
    }

    public static Datagram allocate(Arena arena) {
        return new Datagram(arena.allocate(CAPACITY_BYTES, 8));
    }

    /** Takes over the far end of another datagram: the answer goes back the way the question came. */
    public void addressLike(Datagram other) {
        addressHigh = other.addressHigh;
        addressLow = other.addressLow;
        port = other.port;
        socket = other.socket;
    }
}
