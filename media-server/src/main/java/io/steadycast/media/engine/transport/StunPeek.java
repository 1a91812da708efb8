package io.steadycast.media.engine.transport;

import static io.steadycast.media.engine.transport.Bytes.INT;
import static io.steadycast.media.engine.transport.Bytes.LONG;

import org.jspecify.annotations.Nullable;

/**
 * Any thread. Cheap look at a STUN datagram before anything is parsed or allocated: header, FINGERPRINT, and whom USERNAME means.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RFC 8489 section 5
 * </pre>
 */
public final class StunPeek {
    static final int HEADER_BYTES = 20;
    static final int MAGIC_COOKIE = 0x2112_A442;
    static final int BINDING_REQUEST = 0x0001;
    static final int USERNAME = 0x0006;
    static final int MESSAGE_INTEGRITY = 0x0008;
    static final int FINGERPRINT = 0x8028;
    static final int FINGERPRINT_XOR = 0x5354_554E;
    static final int MESSAGE_INTEGRITY_BYTES = 4 + 20;
    static final int FINGERPRINT_BYTES = 4 + 4;

    private static final int MAX_BYTES = 1280;
    private static final int[] CRC_TABLE = crcTable();

    private StunPeek() {}

    /**
     * The packed local ufrag ({@link UfragIndex}) of a well-formed binding request, or a {@link DropReason#negative}. Nothing is authenticated
     * by this.
     */
    public static long localUfrag(Datagram d) {
        DropReason malformed = check(d);
        if (malformed != null) {
            return malformed.negative();
        }
        int username = find(d, USERNAME);
        // our ufrag, a colon, theirs: RFC 8445 section 7.2.2
        if (username < 0 || Bytes.u16(d, username + 2) <= 8 || Bytes.u8(d, username + 12) != ':') {
            return DropReason.STUN_UNKNOWN_USER.negative();
        }
        long packed = d.buffer.get(LONG, username + 4);
        return packed < 0 ? DropReason.STUN_UNKNOWN_USER.negative() : packed;
    }

    private static @Nullable DropReason check(Datagram d) {
        if (d.length < HEADER_BYTES + FINGERPRINT_BYTES
                || d.length > MAX_BYTES
                || (d.length & 3) != 0
                || Bytes.u16(d, 2) != d.length - HEADER_BYTES
                || d.buffer.get(INT, 4) != MAGIC_COOKIE) {
            return DropReason.STUN_MALFORMED;
        }
        if (Bytes.u16(d, 0) != BINDING_REQUEST) {
            return DropReason.STUN_UNEXPECTED;
        }
        int last = d.length - FINGERPRINT_BYTES;
        if (Bytes.u16(d, last) != FINGERPRINT
                || Bytes.u16(d, last + 2) != 4
                || fingerprint(d, last) != d.buffer.get(INT, last + 4)) {
            return DropReason.STUN_BAD_FINGERPRINT;
        }
        return null;
    }

    /** Offset of the first such attribute that MESSAGE-INTEGRITY can cover, or of MESSAGE-INTEGRITY itself; -1 if there is none. */
    static int find(Datagram d, int type) {
        int at = HEADER_BYTES;
        while (at + 4 <= d.length) {
            int found = Bytes.u16(d, at);
            int next = at + 4 + ((Bytes.u16(d, at + 2) + 3) & ~3);
            if (next > d.length) {
                return -1;
            }
            if (found == type) {
                return at;
            }
            if (found == MESSAGE_INTEGRITY) {
                return -1;
            }
            at = next;
        }
        return -1;
    }

    private static int fingerprint(Datagram d, int bytes) {
        int crc = -1;
        for (int i = 0; i < bytes; i++) {
            crc = CRC_TABLE[(crc ^ Bytes.u8(d, i)) & 0xFF] ^ (crc >>> 8);
        }
        return ~crc ^ FINGERPRINT_XOR;
    }

    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xEDB8_8320 : crc >>> 1;
            }
            table[i] = crc;
        }
        return table;
    }
}
