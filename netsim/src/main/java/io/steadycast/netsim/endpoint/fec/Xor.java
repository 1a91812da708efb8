package io.steadycast.netsim.endpoint.fec;

/** Any thread. The arithmetic of recovery: one packet out of a parity packet and all others that it covers. */
final class Xor {
    private static final int RTP_BYTES = 12;
    private static final int MAX_BYTES = Parity.MAX_BYTES;
    private static final int MASK_BITS = 128;

    private Xor() {}

    /** A packet's bytes, filled in by {@link Source}. */
    static final class Span {
        byte[] bytes = new byte[0];
    }

    /** Finds packets by number. */
    interface Source {
        /** The length, -1 if the packet is gone. */
        int find(long seq, Span into);
    }

    /** Writes the packet that is missing; answers its length, -1 if it cannot be made. */
    static int recover(Parity parity, long seq, long ssrc, Source source, byte[] out) {
        int protectedBytes = parity.protectedBytes;
        if (parity.lengthBytes < parity.headerBytes + protectedBytes
                || protectedBytes > Math.min(MAX_BYTES - RTP_BYTES, MAX_BYTES - parity.headerBytes)) {
            return -1;
        }
        System.arraycopy(parity.bytes, 0, out, 0, RTP_BYTES);
        System.arraycopy(parity.bytes, parity.headerBytes, out, RTP_BYTES, protectedBytes);
        int filled = addAll(parity, seq, source, out, RTP_BYTES + protectedBytes);
        if (filled < 0) {
            return -1;
        }
        int length = ((out[2] & 0xFF) << 8 | (out[3] & 0xFF)) + RTP_BYTES;
        if (length > MAX_BYTES - RTP_BYTES) {
            return -1;
        }
        for (int i = filled; i < length; i++) {
            out[i] = 0;
        }
        out[0] = (byte) ((out[0] | 0x80) & 0xBF);
        out[2] = (byte) (seq >> 8);
        out[3] = (byte) seq;
        for (int i = 0; i < 4; i++) {
            out[8 + i] = (byte) (ssrc >> (24 - 8 * i));
        }
        return length;
    }

    private static int addAll(Parity parity, long seq, Source source, byte[] out, int from) {
        Span span = new Span();
        int filled = from;
        for (int bit = 0; bit < MASK_BITS; bit++) {
            if (!parity.covers(bit) || parity.base + bit == seq) {
                continue;
            }
            int length = source.find(parity.base + bit, span);
            if (length < 0) {
                return -1;
            }
            filled = add(span.bytes, length, out, filled);
        }
        return filled;
    }

    private static int add(byte[] packet, int length, byte[] out, int filled) {
        for (int i = filled; i < length; i++) {
            out[i] = 0;
        }
        int payload = length - RTP_BYTES;
        out[0] ^= packet[0];
        out[1] ^= packet[1];
        out[2] ^= (byte) (payload >> 8);
        out[3] ^= (byte) payload;
        for (int i = 4; i < 8; i++) {
            out[i] ^= packet[i];
        }
        for (int i = RTP_BYTES; i < length; i++) {
            out[i] ^= packet[i];
        }
        return Math.max(filled, length);
    }
}
