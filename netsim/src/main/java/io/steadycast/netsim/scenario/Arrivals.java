package io.steadycast.netsim.scenario;

/** Pure. The few fields of RTP (RFC 3550 section 5.1) that a score looks at, out of a datagram that may be anything. */
final class Arrivals {
    private static final int HEADER_BYTES = 12;

    private Arrivals() {}

    /** RFC 5761 section 4: types 192 to 223 are RTCP; RFC 7983: the first byte tells from STUN and DTLS. */
    static boolean isRtp(byte[] datagram) {
        if (datagram.length <= HEADER_BYTES || (datagram[0] & 0xC0) != 0x80) {
            return false;
        }
        int type = datagram[1] & 0xFF;
        return type < 192 || type > 223;
    }

    static int sequence(byte[] datagram) {
        return u16(datagram, 2);
    }

    static long ssrc(byte[] datagram) {
        return ((long) u16(datagram, 8) << 16) | u16(datagram, 10);
    }

    /** Without header and extension. */
    static int payloadBytes(byte[] datagram) {
        int header = HEADER_BYTES + 4 * (datagram[0] & 0x0F);
        if ((datagram[0] & 0x10) != 0 && header + 4 <= datagram.length) {
            header += 4 + 4 * u16(datagram, header + 2);
        }
        return Math.max(0, datagram.length - header);
    }

    private static int u16(byte[] datagram, int at) {
        return ((datagram[at] & 0xFF) << 8) | (datagram[at + 1] & 0xFF);
    }
}
