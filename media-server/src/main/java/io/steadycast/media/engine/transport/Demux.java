package io.steadycast.media.engine.transport;

/** Any thread. Tells the protocols of one port apart by their first byte (RFC 7983 section 7), and RTCP from RTP (RFC 5761 section 4). */
public enum Demux {
    STUN,
    DTLS,
    RTP,
    RTCP,
    /** Nothing we speak: counted and dropped. */
    UNKNOWN;

    public static Demux classify(Datagram d) {
        if (d.length == 0) {
            return UNKNOWN;
        }
        int first = Bytes.u8(d, 0);
        if (first <= 3) {
            return STUN;
        }
        if (first >= 20 && first <= 63) {
            return DTLS;
        }
        if (first < 128 || first > 191 || d.length < 2) {
            return UNKNOWN;
        }
        // RFC 5761: payload types 64 to 95 are never RTP, so 192 to 223 of the second byte are RTCP
        int second = Bytes.u8(d, 1);
        return second >= 192 && second <= 223 ? RTCP : RTP;
    }
}
