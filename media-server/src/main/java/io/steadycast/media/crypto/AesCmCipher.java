package io.steadycast.media.crypto;

import static io.steadycast.media.crypto.CryptoScratch.BYTE;
import static io.steadycast.media.crypto.CryptoScratch.INT;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Confined to its shard. AES128_CM_HMAC_SHA1_80 (RFC 3711 sections 4.1.1, 4.2.1) over the JCE.
 *
 * <p>The key stream is made by encrypting an array of counter blocks in ECB mode: that is what counter mode is, and unlike the JCE's own it needs
 * no {@code init} per packet, so it allocates nothing. The Mac allocates its 20-byte result and little else.
 */
final class AesCmCipher implements SrtpCipher {
    static final int TAG_BYTES = 10;

    private static final int BLOCK_BYTES = 16;
    private static final int SALT_BYTES = 14;
    private static final int MAC_KEY_BYTES = 20;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x8000_0000;

    private final Stream rtp;
    private final Stream rtcp;
    private final byte[] mac = new byte[MAC_KEY_BYTES];
    private final byte[] word = new byte[INDEX_BYTES];

    /** Keyed primitives of one protocol. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Stream(Cipher cipher, Mac mac, byte[] salt) {}

    AesCmCipher(SrtpKeys.Master master) {
        rtp = stream(
                master,
                SrtpKeyDerivation.RTP_ENCRYPTION,
                SrtpKeyDerivation.RTP_AUTHENTICATION,
                SrtpKeyDerivation.RTP_SALT);
        rtcp = stream(
                master,
                SrtpKeyDerivation.RTCP_ENCRYPTION,
                SrtpKeyDerivation.RTCP_AUTHENTICATION,
                SrtpKeyDerivation.RTCP_SALT);
    }

    @SuppressWarnings("InsecureCryptoUsage") // ECB of counters is counter mode; see the class comment
    private static Stream stream(SrtpKeys.Master master, int encryption, int authentication, int salt) {
        try {
            byte[] key = SrtpKeyDerivation.derive(master, encryption, master.key().length);
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            byte[] macKey = SrtpKeyDerivation.derive(master, authentication, MAC_KEY_BYTES);
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(macKey, "HmacSHA1"));
            return new Stream(cipher, mac, SrtpKeyDerivation.derive(master, salt, SALT_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES and HmacSHA1", e);
        }
    }

    @Override
    public int rtpOverheadBytes() {
        return TAG_BYTES;
    }

    @Override
    public int rtcpOverheadBytes() {
        return INDEX_BYTES + TAG_BYTES;
    }

    @Override
    public int rtcpIndexOffset(int lengthBytes) {
        return lengthBytes - TAG_BYTES - INDEX_BYTES;
    }

    @Override
    public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
        CryptoScratch scratch = CryptoScratch.get();
        int plainEnd = headerBytes + prefixBytes;
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, plainEnd);
        MemorySegment.copy(rest.segment, BYTE, rest.offset, scratch.in, plainEnd, rest.length);
        int end = plainEnd + rest.length;
        try {
            applyKeyStream(rtp, scratch, headerBytes, end, packet.buffer.get(INT, 8), index);
            rtpMac(scratch, end, index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP encryption", e);
        }
        MemorySegment.copy(scratch.in, headerBytes, packet.buffer, BYTE, headerBytes, end - headerBytes);
        MemorySegment.copy(mac, 0, packet.buffer, BYTE, end, TAG_BYTES);
        packet.length = end + TAG_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtp(Datagram packet, int headerBytes, long index) {
        int end = packet.length - TAG_BYTES;
        if (end < headerBytes) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        CryptoScratch scratch = CryptoScratch.get();
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, packet.length);
        try {
            rtpMac(scratch, end, index);
            if (!tagMatches(scratch.in, end)) {
                return DropReason.SRTP_AUTHENTICATION.negative();
            }
            applyKeyStream(rtp, scratch, headerBytes, end, packet.buffer.get(INT, 8), index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP decryption", e);
        }
        MemorySegment.copy(scratch.in, headerBytes, packet.buffer, BYTE, headerBytes, end - headerBytes);
        packet.length = end;
        return end;
    }

    @Override
    public int protectRtcp(Datagram packet, int index) {
        CryptoScratch scratch = CryptoScratch.get();
        int end = packet.length;
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, end);
        try {
            applyKeyStream(rtcp, scratch, RTCP_HEADER_BYTES, end, packet.buffer.get(INT, 4), index);
            CryptoScratch.putInt(scratch.in, end, index | ENCRYPTED);
            rtcp.mac.update(scratch.in, 0, end + INDEX_BYTES);
            rtcp.mac.doFinal(mac, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP encryption", e);
        }
        MemorySegment.copy(scratch.in, 0, packet.buffer, BYTE, 0, end + INDEX_BYTES);
        MemorySegment.copy(mac, 0, packet.buffer, BYTE, end + INDEX_BYTES, TAG_BYTES);
        packet.length = end + INDEX_BYTES + TAG_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtcp(Datagram packet) {
        int tag = packet.length - TAG_BYTES;
        int end = tag - INDEX_BYTES;
        if (end < RTCP_HEADER_BYTES) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        CryptoScratch scratch = CryptoScratch.get();
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, packet.length);
        try {
            rtcp.mac.update(scratch.in, 0, tag);
            rtcp.mac.doFinal(mac, 0);
            if (!tagMatches(scratch.in, tag)) {
                return DropReason.SRTP_AUTHENTICATION.negative();
            }
            int index = packet.buffer.get(INT, end) & ~ENCRYPTED;
            applyKeyStream(rtcp, scratch, RTCP_HEADER_BYTES, end, packet.buffer.get(INT, 4), index);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP decryption", e);
        }
        MemorySegment.copy(
                scratch.in, RTCP_HEADER_BYTES, packet.buffer, BYTE, RTCP_HEADER_BYTES, end - RTCP_HEADER_BYTES);
        packet.length = end;
        return end;
    }

    /** RFC 3711 section 4.2: the packet and the rollover counter behind it. */
    private void rtpMac(CryptoScratch scratch, int end, long index) throws GeneralSecurityException {
        CryptoScratch.putInt(word, 0, (int) (index >>> 16));
        rtp.mac.update(scratch.in, 0, end);
        rtp.mac.update(word, 0, INDEX_BYTES);
        rtp.mac.doFinal(mac, 0);
    }

    private boolean tagMatches(byte[] bytes, int at) {
        int difference = 0;
        for (int i = 0; i < TAG_BYTES; i++) {
            difference |= mac[i] ^ bytes[at + i];
        }
        return difference == 0;
    }

    /** Xors the key stream onto {@code in} from {@code from} to {@code to}; IV = (salt << 16) xor (SSRC << 64) xor (index << 16). */
    private static void applyKeyStream(Stream stream, CryptoScratch scratch, int from, int to, int ssrc, long index)
            throws GeneralSecurityException {
        int blocks = (to - from + BLOCK_BYTES - 1) / BLOCK_BYTES;
        byte[] counters = scratch.out;
        for (int block = 0; block < blocks; block++) {
            int at = block * BLOCK_BYTES;
            System.arraycopy(stream.salt, 0, counters, at, SALT_BYTES);
            for (int i = 0; i < 4; i++) {
                counters[at + 4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
            }
            for (int i = 0; i < 6; i++) {
                counters[at + 8 + i] ^= (byte) (index >>> (40 - 8 * i));
            }
            counters[at + 14] = (byte) (block >>> 8);
            counters[at + 15] = (byte) block;
        }
        // In place: ECB of whole blocks may overwrite its input, and update() keeps no state between blocks.
        stream.cipher.update(counters, 0, blocks * BLOCK_BYTES, counters, 0);
        for (int i = from; i < to; i++) {
            scratch.in[i] ^= counters[i - from];
        }
    }
}
