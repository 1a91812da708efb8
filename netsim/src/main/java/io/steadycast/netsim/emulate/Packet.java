package io.steadycast.netsim.emulate;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Confined to whoever holds it: the pool, the receive thread, the release thread. One datagram on its way, and when it came. */
final class Packet {
    /** A datagram that fills all of this was longer, or may have been: it is dropped and counted. */
    static final int CAPACITY_BYTES = 2048;

    final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY_BYTES);
    /** {@link System#nanoTime} right after the receive call. */
    long arrivalNs;

    /** By how much the path was already past {@code arrivalNs} when this was handed to it: lateness of ours. */
    long shiftNs;
    /** How many of this packet and its copy the path is done with. */
    int fates;

    @Nullable
    Inlet inlet;

    @Nullable
    InetSocketAddress from;
}
