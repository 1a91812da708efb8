package io.steadycast.media.net;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * Immutable. A far end in the engine's numbers. The JDK copies an address each time it is asked for its bytes; who hears from the same far end again and again keeps this instead.
 *
 * @param high of the IPv6 address, network order; IPv4 is mapped as ::ffff:a.b.c.d
 * @param low the other half
 */
record NumericAddress(long high, long low, int port) {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
    static final long MAPPED_PREFIX = 0xffffL << 32;

    static NumericAddress of(InetSocketAddress from) {
        byte[] bytes = from.getAddress().getAddress();
        return new NumericAddress(high(bytes), low(bytes), from.getPort());
    }

    /** Without an object of this kind in between, for whoever hears from another far end each time. */
    static void write(InetSocketAddress from, Datagram into) {
        byte[] bytes = from.getAddress().getAddress();
        into.addressHigh = high(bytes);
        into.addressLow = low(bytes);
        into.port = from.getPort();
    }

    private static long high(byte[] bytes) {
        return bytes.length == 4 ? 0 : (long) LONG.get(bytes, 0);
    }

    private static long low(byte[] bytes) {
        return bytes.length == 4
                ? MAPPED_PREFIX | Integer.toUnsignedLong((int) INT.get(bytes, 0))
                : (long) LONG.get(bytes, 8);
    }

    void writeTo(Datagram into) {
        into.addressHigh = high;
        into.addressLow = low;
        into.port = port;
    }
}
