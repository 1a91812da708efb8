package io.steadycast.media.net.linux;

import io.steadycast.media.engine.transport.Datagram;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * Stateless. struct sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)), to and from the engine's numeric form:
 *
 * <pre>
 *  0 family   2 port   4 address                            IPv4, 16 bytes
 *  0 family   2 port   4 flow   8 address   24 scope        IPv6, 28 bytes
 * </pre>
 */
final class Sockaddr {
    /** Room for either, rounded up. */
    static final int BYTES = 32;

    static final int IPV4 = 2;
    static final int IPV6 = 10;

    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 28;

    /** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
    private static final long MAPPED_PREFIX = 0xffffL << 32;

    private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

    private Sockaddr() {}

    /** The far end of a datagram; answers how many bytes it takes. What is IPv4 becomes that, whatever the socket is: the kernel refuses what does not fit it. */
    static int write(Datagram from, MemorySegment into, long at) {
        into.set(PORT, at + 2, (short) from.port);
        if (from.addressHigh == 0 && (from.addressLow & 0xffff_ffff_0000_0000L) == MAPPED_PREFIX) {
            into.set(FAMILY, at, (short) IPV4);
            into.set(INT, at + 4, (int) from.addressLow);
            into.set(LONG, at + 8, 0);
            return IPV4_BYTES;
        }
        into.set(FAMILY, at, (short) IPV6);
        into.set(INT, at + 4, 0);
        into.set(LONG, at + 8, from.addressHigh);
        into.set(LONG, at + 16, from.addressLow);
        into.set(INT, at + 24, 0);
        return IPV6_BYTES;
    }

    static int write(InetSocketAddress from, MemorySegment into) {
        byte[] address = from.getAddress().getAddress();
        boolean small = address.length == Integer.BYTES;
        into.fill((byte) 0);
        into.set(FAMILY, 0, (short) (small ? IPV4 : IPV6));
        into.set(PORT, 2, (short) from.getPort());
        MemorySegment.copy(address, 0, into, ValueLayout.JAVA_BYTE, small ? 4 : 8, address.length);
        return small ? IPV4_BYTES : IPV6_BYTES;
    }

    static void read(MemorySegment from, long at, Datagram into) {
        into.port = Short.toUnsignedInt(from.get(PORT, at + 2));
        if (from.get(FAMILY, at) == IPV4) {
            into.addressHigh = 0;
            into.addressLow = MAPPED_PREFIX | Integer.toUnsignedLong(from.get(INT, at + 4));
        } else {
            into.addressHigh = from.get(LONG, at + 8);
            into.addressLow = from.get(LONG, at + 16);
        }
    }

    static int port(MemorySegment from) {
        return Short.toUnsignedInt(from.get(PORT, 2));
    }

    static int family(InetAddress local) {
        return local.getAddress().length == Integer.BYTES ? IPV4 : IPV6;
    }
}
