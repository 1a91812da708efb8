package io.steadycast.media.crypto;

import static io.steadycast.media.crypto.AesGcmCipher.TAG_BYTES;
import static io.steadycast.media.crypto.CryptoScratch.INT;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Confined to its shard. AEAD_AES_128_GCM (RFC 7714) by OpenSSL: nothing is allocated per packet, and the payload goes from its slot into the datagram while it is encrypted.
 *
 * <p>Decryption is in place. A packet that turns out not to be authentic has been decrypted by then; since GCM encrypts by xor, running the same key stream over it once more gives
 * back what came.
 */
final class OpenSslGcmCipher implements SrtpCipher {
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x8000_0000;
    private static final int ONLY_AUTHENTICATED = 0;

    private final OpenSslContexts contexts;
    private final Salt rtpSalt;
    private final Salt rtcpSalt;

    /** 96 bits, big-endian. */
    private record Salt(int first, int second, int third) {
        static Salt of(byte[] bytes) {
            MemorySegment salt = MemorySegment.ofArray(bytes);
            return new Salt(salt.get(INT, 0), salt.get(INT, 4), salt.get(INT, 8));
        }
    }

    OpenSslGcmCipher(SrtpKeys.Master master) {
        this(
                AesGcmCipher.session(master, SrtpKeyDerivation.RTP_ENCRYPTION, SrtpKeyDerivation.RTP_SALT),
                AesGcmCipher.session(master, SrtpKeyDerivation.RTCP_ENCRYPTION, SrtpKeyDerivation.RTCP_SALT));
    }

    /** From session keys: what the test vectors of RFC 7714 give. */
    OpenSslGcmCipher(SrtpKeys.Master rtp, SrtpKeys.Master rtcp) {
        contexts = new OpenSslContexts(LibCrypto.aes128Gcm(), rtp.key(), rtcp.key());
        rtpSalt = Salt.of(rtp.salt());
        rtcpSalt = Salt.of(rtcp.salt());
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
        int plainEnd = headerBytes + prefixBytes;
        int end = plainEnd + rest.length;
        long data = NativeBytes.address(packet.buffer, 0, end + TAG_BYTES);
        long slot = NativeBytes.address(rest.segment, rest.offset, rest.length);
        long context = contexts.rtp();
        OpenSslScratch scratch = OpenSslScratch.get();
        rtpNonce(scratch, packet, index);
        try {
            begin(context, scratch, LibCrypto.ENCRYPT);
            LibCrypto.update(context, ONLY_AUTHENTICATED, scratch.written, data, headerBytes);
            LibCrypto.update(context, data + headerBytes, scratch.written, data + headerBytes, prefixBytes);
            LibCrypto.update(context, data + plainEnd, scratch.written, slot, rest.length);
            seal(context, scratch, data + end);
        } finally {
            Reference.reachabilityFence(rest.segment);
            Reference.reachabilityFence(contexts);
        }
        packet.length = end + TAG_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtp(Datagram packet, int headerBytes, long index) {
        int end = packet.length - TAG_BYTES;
        if (end < headerBytes) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        long data = NativeBytes.address(packet.buffer, 0, packet.length);
        long context = contexts.rtp();
        OpenSslScratch scratch = OpenSslScratch.get();
        rtpNonce(scratch, packet, index);
        try {
            begin(context, scratch, LibCrypto.DECRYPT);
            LibCrypto.update(context, ONLY_AUTHENTICATED, scratch.written, data, headerBytes);
            if (!open(context, scratch, data, headerBytes, end)) {
                return DropReason.SRTP_AUTHENTICATION.negative();
            }
        } finally {
            Reference.reachabilityFence(contexts);
        }
        packet.length = end;
        return end;
    }

    @Override
    public int protectRtcp(Datagram packet, int index) {
        int end = packet.length;
        long data = NativeBytes.address(packet.buffer, 0, end + TAG_BYTES + INDEX_BYTES);
        long context = contexts.rtcp();
        OpenSslScratch scratch = OpenSslScratch.get();
        int word = index | ENCRYPTED;
        rtcpNonce(scratch, packet, index);
        try {
            begin(context, scratch, LibCrypto.ENCRYPT);
            authenticateRtcp(context, scratch, data, word);
            long body = data + RTCP_HEADER_BYTES;
            LibCrypto.update(context, body, scratch.written, body, end - RTCP_HEADER_BYTES);
            seal(context, scratch, data + end);
        } finally {
            Reference.reachabilityFence(contexts);
        }
        packet.buffer.set(INT, end + TAG_BYTES, word);
        packet.length = end + TAG_BYTES + INDEX_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtcp(Datagram packet) {
        int end = packet.length - INDEX_BYTES - TAG_BYTES;
        if (end < RTCP_HEADER_BYTES) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        long data = NativeBytes.address(packet.buffer, 0, packet.length);
        long context = contexts.rtcp();
        OpenSslScratch scratch = OpenSslScratch.get();
        int word = packet.buffer.get(INT, end + TAG_BYTES);
        rtcpNonce(scratch, packet, word & ~ENCRYPTED);
        try {
            begin(context, scratch, LibCrypto.DECRYPT);
            authenticateRtcp(context, scratch, data, word);
            if (!open(context, scratch, data, RTCP_HEADER_BYTES, end)) {
                return DropReason.SRTP_AUTHENTICATION.negative();
            }
        } finally {
            Reference.reachabilityFence(contexts);
        }
        packet.length = end;
        return end;
    }

    @Override
    public void close() {
        contexts.close();
    }

    private static void begin(long context, OpenSslScratch scratch, int direction) {
        LibCrypto.nonce(context, scratch.nonce, direction);
    }

    /** RFC 7714 section 9.2: the first header and the word with the E bit are what is authenticated in the clear. */
    private static void authenticateRtcp(long context, OpenSslScratch scratch, long data, int word) {
        scratch.word(word);
        LibCrypto.update(context, ONLY_AUTHENTICATED, scratch.written, data, RTCP_HEADER_BYTES);
        LibCrypto.update(context, ONLY_AUTHENTICATED, scratch.written, scratch.word, INDEX_BYTES);
    }

    private static void seal(long context, OpenSslScratch scratch, long tag) {
        if (!LibCrypto.end(context, tag, scratch.written)) {
            throw new IllegalStateException("libcrypto refuses: EVP_CipherFinal_ex");
        }
        LibCrypto.control(context, LibCrypto.GET_TAG, TAG_BYTES, tag);
    }

    /** Decrypts [from, end) in place against the tag behind it; false: not authentic, and as it was. */
    private static boolean open(long context, OpenSslScratch scratch, long data, int from, int end) {
        int bytes = end - from;
        long body = data + from;
        LibCrypto.control(context, LibCrypto.SET_TAG, TAG_BYTES, data + end);
        LibCrypto.update(context, body, scratch.written, body, bytes);
        if (LibCrypto.end(context, scratch.digest, scratch.written)) {
            return true;
        }
        begin(context, scratch, LibCrypto.DECRYPT);
        LibCrypto.update(context, body, scratch.written, body, bytes);
        return false;
    }

    /** RFC 7714 section 8.1; {@link AesGcmCipher} draws it. */
    private void rtpNonce(OpenSslScratch scratch, Datagram packet, long index) {
        int ssrc = packet.buffer.get(INT, 8);
        scratch.nonce(
                rtpSalt.first ^ (ssrc >>> 16),
                rtpSalt.second ^ ((ssrc << 16) | (int) (index >>> 32)),
                rtpSalt.third ^ (int) index);
    }

    /** RFC 7714 section 9.1. */
    private void rtcpNonce(OpenSslScratch scratch, Datagram packet, int index) {
        int ssrc = packet.buffer.get(INT, 4);
        scratch.nonce(rtcpSalt.first ^ (ssrc >>> 16), rtcpSalt.second ^ (ssrc << 16), rtcpSalt.third ^ index);
    }
}
