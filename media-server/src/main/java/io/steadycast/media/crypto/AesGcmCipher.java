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
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Confined to its shard. AEAD_AES_128_GCM (RFC 7714) over the JCE.
 *
 * <p>Nothing of ours is allocated per packet, but the JCE does allocate: a nonce, its parameter object and a fresh GCM engine for each
 * {@code init}, about a kilobyte a packet, and an exception for each packet that does not authenticate.
 */
final class AesGcmCipher implements SrtpCipher {
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x8000_0000;

    private final Cipher cipher;
    private final SecretKeySpec rtpKey;
    private final SecretKeySpec rtcpKey;
    private final byte[] rtpSalt;
    private final byte[] rtcpSalt;

    AesGcmCipher(SrtpKeys.Master master) {
        this(
                session(master, SrtpKeyDerivation.RTP_ENCRYPTION, SrtpKeyDerivation.RTP_SALT),
                session(master, SrtpKeyDerivation.RTCP_ENCRYPTION, SrtpKeyDerivation.RTCP_SALT));
    }

    /** From session keys: what the test vectors of RFC 7714 give. */
    AesGcmCipher(SrtpKeys.Master rtp, SrtpKeys.Master rtcp) {
        rtpKey = new SecretKeySpec(rtp.key(), "AES");
        rtpSalt = rtp.salt();
        rtcpKey = new SecretKeySpec(rtcp.key(), "AES");
        rtcpSalt = rtcp.salt();
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM", e);
        }
    }

    static SrtpKeys.Master session(SrtpKeys.Master master, int keyLabel, int saltLabel) {
        return new SrtpKeys.Master(
                SrtpKeyDerivation.derive(master, keyLabel, master.key().length),
                SrtpKeyDerivation.derive(master, saltLabel, NONCE_BYTES));
    }

    @Override
    public int rtpOverheadBytes() {
        return TAG_BYTES;
    }

    @Override
    public int rtcpOverheadBytes() {
        return TAG_BYTES + INDEX_BYTES;
    }

    @Override
    public int rtcpIndexOffset(int lengthBytes) {
        return lengthBytes - INDEX_BYTES;
    }

    @Override
    public int protectRtp(Datagram packet, int headerBytes, int prefixBytes, PayloadSlice rest, long index) {
        CryptoScratch scratch = CryptoScratch.get();
        int plainEnd = headerBytes + prefixBytes;
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, plainEnd);
        MemorySegment.copy(rest.segment, BYTE, rest.offset, scratch.in, plainEnd, rest.length);
        int end = plainEnd + rest.length;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, rtpKey, rtpNonce(packet, index));
            cipher.updateAAD(scratch.in, 0, headerBytes);
            int bytes = cipher.doFinal(scratch.in, headerBytes, end - headerBytes, scratch.out, 0);
            MemorySegment.copy(scratch.out, 0, packet.buffer, BYTE, headerBytes, bytes);
            packet.length = headerBytes + bytes;
            return packet.length;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP encryption", e);
        }
    }

    @Override
    public int unprotectRtp(Datagram packet, int headerBytes, long index) {
        if (packet.length < headerBytes + TAG_BYTES) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        CryptoScratch scratch = CryptoScratch.get();
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, packet.length);
        try {
            cipher.init(Cipher.DECRYPT_MODE, rtpKey, rtpNonce(packet, index));
            cipher.updateAAD(scratch.in, 0, headerBytes);
            int bytes = cipher.doFinal(scratch.in, headerBytes, packet.length - headerBytes, scratch.out, 0);
            MemorySegment.copy(scratch.out, 0, packet.buffer, BYTE, headerBytes, bytes);
            packet.length = headerBytes + bytes;
            return packet.length;
        } catch (AEADBadTagException e) {
            return DropReason.SRTP_AUTHENTICATION.negative();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTP decryption", e);
        }
    }

    @Override
    public int protectRtcp(Datagram packet, int index) {
        CryptoScratch scratch = CryptoScratch.get();
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, packet.length);
        int word = index | ENCRYPTED;
        try {
            cipher.init(Cipher.ENCRYPT_MODE, rtcpKey, rtcpNonce(packet, index));
            authenticateRtcp(scratch, word);
            int bytes =
                    cipher.doFinal(scratch.in, RTCP_HEADER_BYTES, packet.length - RTCP_HEADER_BYTES, scratch.out, 0);
            MemorySegment.copy(scratch.out, 0, packet.buffer, BYTE, RTCP_HEADER_BYTES, bytes);
            packet.buffer.set(INT, RTCP_HEADER_BYTES + bytes, word);
            packet.length = RTCP_HEADER_BYTES + bytes + INDEX_BYTES;
            return packet.length;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP encryption", e);
        }
    }

    @Override
    public int unprotectRtcp(Datagram packet) {
        int end = packet.length - INDEX_BYTES;
        if (end < RTCP_HEADER_BYTES + TAG_BYTES) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        CryptoScratch scratch = CryptoScratch.get();
        MemorySegment.copy(packet.buffer, BYTE, 0, scratch.in, 0, packet.length);
        int word = packet.buffer.get(INT, end);
        try {
            cipher.init(Cipher.DECRYPT_MODE, rtcpKey, rtcpNonce(packet, word & ~ENCRYPTED));
            authenticateRtcp(scratch, word);
            int bytes = cipher.doFinal(scratch.in, RTCP_HEADER_BYTES, end - RTCP_HEADER_BYTES, scratch.out, 0);
            MemorySegment.copy(scratch.out, 0, packet.buffer, BYTE, RTCP_HEADER_BYTES, bytes);
            packet.length = RTCP_HEADER_BYTES + bytes;
            return packet.length;
        } catch (AEADBadTagException e) {
            return DropReason.SRTP_AUTHENTICATION.negative();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SRTCP decryption", e);
        }
    }

    /** RFC 7714 section 9.2: the first header and the word with the E bit are what is authenticated in the clear. */
    private void authenticateRtcp(CryptoScratch scratch, int word) {
        CryptoScratch.putInt(scratch.out, 0, word);
        cipher.updateAAD(scratch.in, 0, RTCP_HEADER_BYTES);
        cipher.updateAAD(scratch.out, 0, INDEX_BYTES);
    }

    /**
     * <pre>
     *   0  0  0  0  0  0  0  0  0  0  1  1
     *   0  1  2  3  4  5  6  7  8  9  0  1
     * +--+--+--+--+--+--+--+--+--+--+--+--+
     * |00|00|    SSRC   |     ROC   | SEQ |  xor salt     RFC 7714 section 8.1
     * +--+--+--+--+--+--+--+--+--+--+--+--+
     * </pre>
     */
    private GCMParameterSpec rtpNonce(Datagram packet, long index) {
        byte[] nonce = rtpSalt.clone();
        xorInt(nonce, 2, packet.buffer.get(INT, 8));
        xorInt(nonce, 6, (int) (index >>> 16));
        nonce[10] ^= (byte) (index >>> 8);
        nonce[11] ^= (byte) index;
        return new GCMParameterSpec(8 * TAG_BYTES, nonce);
    }

    /** RFC 7714 section 9.1: SSRC, two zero bytes, the 31-bit index. */
    private GCMParameterSpec rtcpNonce(Datagram packet, int index) {
        byte[] nonce = rtcpSalt.clone();
        xorInt(nonce, 2, packet.buffer.get(INT, 4));
        xorInt(nonce, 8, index);
        return new GCMParameterSpec(8 * TAG_BYTES, nonce);
    }

    private static void xorInt(byte[] into, int offset, int value) {
        into[offset] ^= (byte) (value >>> 24);
        into[offset + 1] ^= (byte) (value >>> 16);
        into[offset + 2] ^= (byte) (value >>> 8);
        into[offset + 3] ^= (byte) value;
    }
}
