package io.steadycast.netsim.endpoint.fec;

import java.util.List;

/** Writes parity by the letter of the drafts, byte by byte and without any cleverness: what a decoder must be able to read. */
final class ReferenceEncoder {
    private static final int RTP_BYTES = 12;

    private ReferenceEncoder() {}

    /** draft-ietf-payload-flexible-fec-scheme-03 section 4.2, one protected SSRC; the mask's bits are the packets' places. */
    static byte[] flexfec(List<byte[]> packets, boolean[] mask) {
        int span = lastBit(mask) + 1;
        int maskBytes = span <= 15 ? 2 : span <= 46 ? 6 : 14;
        int header = 18 + maskBytes;
        byte[] out = new byte[header + longestPayload(packets, mask)];
        fillHeader(out, packets, mask);
        out[2] = (byte) (lengths(packets, mask) >> 8);
        out[3] = (byte) lengths(packets, mask);
        out[0] &= 0x3F;
        out[8] = 1;
        System.arraycopy(packets.getFirst(), 8, out, 12, 4);
        System.arraycopy(packets.getFirst(), 2, out, 16, 2);
        for (int bit = 0; bit < mask.length; bit++) {
            if (mask[bit]) {
                // A k bit goes before bits 0, 15 and 46.
                int place = bit + (bit < 15 ? 1 : bit < 46 ? 2 : 3);
                out[18 + place / 8] |= (byte) (0x80 >> place % 8);
            }
        }
        int last = maskBytes == 2 ? 0 : maskBytes == 6 ? 16 : 48;
        out[18 + last / 8] |= (byte) 0x80;
        xorPayloads(out, header, packets, mask);
        return out;
    }

    /** RFC 5109 section 7, one level that protects everything. */
    static byte[] ulpfec(List<byte[]> packets, boolean[] mask) {
        boolean large = lastBit(mask) >= 16;
        int header = large ? 18 : 14;
        int protectedBytes = longestPayload(packets, mask);
        byte[] out = new byte[header + protectedBytes];
        fillHeader(out, packets, mask);
        out[0] = (byte) ((out[0] & 0x3F) | (large ? 0x40 : 0));
        System.arraycopy(packets.getFirst(), 2, out, 2, 2);
        out[8] = (byte) (lengths(packets, mask) >> 8);
        out[9] = (byte) lengths(packets, mask);
        out[10] = (byte) (protectedBytes >> 8);
        out[11] = (byte) protectedBytes;
        for (int bit = 0; bit < mask.length; bit++) {
            if (mask[bit]) {
                out[12 + bit / 8] |= (byte) (0x80 >> bit % 8);
            }
        }
        xorPayloads(out, header, packets, mask);
        return out;
    }

    private static int lastBit(boolean[] mask) {
        int last = 0;
        for (int bit = 0; bit < mask.length; bit++) {
            last = mask[bit] ? bit : last;
        }
        return last;
    }

    private static int longestPayload(List<byte[]> packets, boolean[] mask) {
        int longest = 0;
        for (int i = 0; i < packets.size(); i++) {
            longest = mask[i] ? Math.max(longest, packets.get(i).length - RTP_BYTES) : longest;
        }
        return longest;
    }

    private static int lengths(List<byte[]> packets, boolean[] mask) {
        int xor = 0;
        for (int i = 0; i < packets.size(); i++) {
            xor ^= mask[i] ? packets.get(i).length - RTP_BYTES : 0;
        }
        return xor;
    }

    /** First two bytes and the timestamp. */
    private static void fillHeader(byte[] out, List<byte[]> packets, boolean[] mask) {
        for (int i = 0; i < packets.size(); i++) {
            if (mask[i]) {
                byte[] packet = packets.get(i);
                for (int at : new int[] {0, 1, 4, 5, 6, 7}) {
                    out[at] ^= packet[at];
                }
            }
        }
    }

    private static void xorPayloads(byte[] out, int header, List<byte[]> packets, boolean[] mask) {
        for (int i = 0; i < packets.size(); i++) {
            byte[] packet = packets.get(i);
            for (int at = RTP_BYTES; mask[i] && at < packet.length; at++) {
                out[header + at - RTP_BYTES] ^= packet[at];
            }
        }
    }
}
