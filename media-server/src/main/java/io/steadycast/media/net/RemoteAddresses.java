package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its loop. Between the engine's numeric addresses and the JDK's objects. Sending needs an object per destination: the last
 * one of each slot is kept, so that a steady set of viewers costs no allocation. Bounded; a collision only makes a new object.
 */
final class RemoteAddresses {
    private static final int SLOTS = 8192;

    private final @Nullable InetSocketAddress[] objects = new @Nullable InetSocketAddress[SLOTS];
    private final long[] high = new long[SLOTS];
    private final long[] low = new long[SLOTS];

    InetSocketAddress of(Datagram datagram) {
        int slot = slot(datagram);
        InetSocketAddress known = objects[slot];
        if (known != null
                && high[slot] == datagram.addressHigh
                && low[slot] == datagram.addressLow
                && known.getPort() == datagram.port) {
            return known;
        }
        InetSocketAddress made =
                new InetSocketAddress(address(datagram.addressHigh, datagram.addressLow), datagram.port);
        objects[slot] = made;
        high[slot] = datagram.addressHigh;
        low[slot] = datagram.addressLow;
        return made;
    }

    static void write(InetSocketAddress from, Datagram into) {
        NumericAddress.write(from, into);
    }

    static InetAddress address(long high, long low) {
        byte[] bytes;
        if (high == 0 && (low & 0xffff_ffff_0000_0000L) == NumericAddress.MAPPED_PREFIX) {
            bytes = ByteBuffer.allocate(4).putInt((int) low).array();
        } else {
            bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    private static int slot(Datagram datagram) {
        long mixed = (datagram.addressHigh * 31 + datagram.addressLow) * 0x9E37_79B9_7F4A_7C15L
                + datagram.port * 0xC2B2_AE3D_27D4_EB4FL;
        return (int) (mixed >>> 51);
    }
}
