package io.steadycast.media.crypto;

import static io.steadycast.media.crypto.AesCmCipher.TAG_BYTES;
import static io.steadycast.media.crypto.CryptoScratch.INT;
import static io.steadycast.media.crypto.CryptoScratch.LONG;

import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.PayloadSlice;
import io.steadycast.media.engine.transport.SrtpCipher;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Confined to its shard. AES128_CM_HMAC_SHA1_80 (RFC 3711 sections 4.1.1, 4.2.1) by OpenSSL, without an allocation per packet: EVP's counter mode, and HMAC put together from two saved
 * states of SHA-1. What does not authenticate is not decrypted at all.
 */
final class OpenSslCmCipher implements SrtpCipher {
    private static final int SALT_BYTES = 14;
    private static final int MAC_KEY_BYTES = 20;
    private static final int DIGEST_BYTES = 20;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int INDEX_BYTES = 4;
    private static final int ENCRYPTED = 0x8000_0000;

    private final OpenSslContexts contexts;
    private final Stream rtp;
    private final Stream rtcp;

    /** Of one protocol: the salt as the upper 112 bits of a counter block, and HMAC's states behind its two padded keys (RFC 2104 section 4). */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Stream(long saltHigh, long saltLow, byte[] inner, byte[] outer) {}

    OpenSslCmCipher(SrtpKeys.Master master) {
        int keyBytes = master.key().length;
        contexts = new OpenSslContexts(
                LibCrypto.aes128Ctr(),
                SrtpKeyDerivation.derive(master, SrtpKeyDerivation.RTP_ENCRYPTION, keyBytes),
                SrtpKeyDerivation.derive(master, SrtpKeyDerivation.RTCP_ENCRYPTION, keyBytes));
        rtp = stream(master, SrtpKeyDerivation.RTP_AUTHENTICATION, SrtpKeyDerivation.RTP_SALT);
        rtcp = stream(master, SrtpKeyDerivation.RTCP_AUTHENTICATION, SrtpKeyDerivation.RTCP_SALT);
    }

    private static Stream stream(SrtpKeys.Master master, int authentication, int salt) {
        byte[] block = Arrays.copyOf(SrtpKeyDerivation.derive(master, salt, SALT_BYTES), 2 * Long.BYTES);
        MemorySegment counter = MemorySegment.ofArray(block);
        byte[] key = SrtpKeyDerivation.derive(master, authentication, MAC_KEY_BYTES);
        return new Stream(
                counter.get(LONG, 0), counter.get(LONG, Long.BYTES), HmacPads.inner(key), HmacPads.outer(key));
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
        int plainEnd = headerBytes + prefixBytes;
        int end = plainEnd + rest.length;
        long data = NativeBytes.address(packet.buffer, 0, end + TAG_BYTES);
        long slot = NativeBytes.address(rest.segment, rest.offset, rest.length);
        OpenSslScratch scratch = OpenSslScratch.get();
        try {
            long context = begin(contexts.rtp(), scratch, rtp, packet.buffer.get(INT, 8), index);
            LibCrypto.update(context, data + headerBytes, scratch.written, data + headerBytes, prefixBytes);
            LibCrypto.update(context, data + plainEnd, scratch.written, slot, rest.length);
            rtpDigest(scratch, data, end, index);
        } finally {
            Reference.reachabilityFence(rest.segment);
            Reference.reachabilityFence(contexts);
        }
        scratch.copyDigest(packet.buffer, end, TAG_BYTES);
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
        OpenSslScratch scratch = OpenSslScratch.get();
        rtpDigest(scratch, data, end, index);
        if (!scratch.digestBegins(packet.buffer, end)) {
            return DropReason.SRTP_AUTHENTICATION.negative();
        }
        try {
            long context = begin(contexts.rtp(), scratch, rtp, packet.buffer.get(INT, 8), index);
            long body = data + headerBytes;
            LibCrypto.update(context, body, scratch.written, body, end - headerBytes);
        } finally {
            Reference.reachabilityFence(contexts);
        }
        packet.length = end;
        return end;
    }

    @Override
    public int protectRtcp(Datagram packet, int index) {
        int end = packet.length;
        int tag = end + INDEX_BYTES;
        long data = NativeBytes.address(packet.buffer, 0, tag + TAG_BYTES);
        OpenSslScratch scratch = OpenSslScratch.get();
        try {
            long context = begin(contexts.rtcp(), scratch, rtcp, packet.buffer.get(INT, 4), index);
            long body = data + RTCP_HEADER_BYTES;
            LibCrypto.update(context, body, scratch.written, body, end - RTCP_HEADER_BYTES);
        } finally {
            Reference.reachabilityFence(contexts);
        }
        packet.buffer.set(INT, end, index | ENCRYPTED);
        scratch.hash(rtcp.inner);
        LibCrypto.sha1Update(scratch.hash, data, tag);
        finishDigest(scratch, rtcp);
        scratch.copyDigest(packet.buffer, tag, TAG_BYTES);
        packet.length = tag + TAG_BYTES;
        return packet.length;
    }

    @Override
    public int unprotectRtcp(Datagram packet) {
        int tag = packet.length - TAG_BYTES;
        int end = tag - INDEX_BYTES;
        if (end < RTCP_HEADER_BYTES) {
            return DropReason.SRTP_MALFORMED.negative();
        }
        long data = NativeBytes.address(packet.buffer, 0, packet.length);
        OpenSslScratch scratch = OpenSslScratch.get();
        scratch.hash(rtcp.inner);
        LibCrypto.sha1Update(scratch.hash, data, tag);
        finishDigest(scratch, rtcp);
        if (!scratch.digestBegins(packet.buffer, tag)) {
            return DropReason.SRTP_AUTHENTICATION.negative();
        }
        int index = packet.buffer.get(INT, end) & ~ENCRYPTED;
        try {
            long context = begin(contexts.rtcp(), scratch, rtcp, packet.buffer.get(INT, 4), index);
            long body = data + RTCP_HEADER_BYTES;
            LibCrypto.update(context, body, scratch.written, body, end - RTCP_HEADER_BYTES);
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

    /** IV = (salt << 16) xor (SSRC << 64) xor (index << 16). Counter mode encrypts as it decrypts. */
    private static long begin(long context, OpenSslScratch scratch, Stream stream, int ssrc, long index) {
        scratch.nonce(stream.saltHigh ^ (ssrc & 0xFFFF_FFFFL), stream.saltLow ^ (index << 16));
        LibCrypto.nonce(context, scratch.nonce, LibCrypto.ENCRYPT);
        return context;
    }

    /** RFC 3711 section 4.2: the packet and the rollover counter behind it. */
    private void rtpDigest(OpenSslScratch scratch, long data, int end, long index) {
        scratch.hash(rtp.inner);
        scratch.word((int) (index >>> 16));
        LibCrypto.sha1Update(scratch.hash, data, end);
        LibCrypto.sha1Update(scratch.hash, scratch.word, INDEX_BYTES);
        finishDigest(scratch, rtp);
    }

    private static void finishDigest(OpenSslScratch scratch, Stream stream) {
        LibCrypto.sha1Final(scratch.digest, scratch.hash);
        scratch.hash(stream.outer);
        LibCrypto.sha1Update(scratch.hash, scratch.digest, DIGEST_BYTES);
        LibCrypto.sha1Final(scratch.digest, scratch.hash);
    }

    /** RFC 2104 section 2: the hash begun with the key under one of two paddings. */
    private static final class HmacPads {
        private static final int BLOCK_BYTES = 64;

        private HmacPads() {}

        static byte[] inner(byte[] key) {
            return begun(key, (byte) 0x36);
        }

        static byte[] outer(byte[] key) {
            return begun(key, (byte) 0x5C);
        }

        private static byte[] begun(byte[] key, byte padding) {
            byte[] block = Arrays.copyOf(key, BLOCK_BYTES);
            for (int i = 0; i < BLOCK_BYTES; i++) {
                block[i] ^= padding;
            }
            OpenSslScratch scratch = OpenSslScratch.get();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocateFrom(CryptoScratch.BYTE, block);
                LibCrypto.sha1Init(scratch.hash);
                LibCrypto.sha1Update(scratch.hash, copy.address(), BLOCK_BYTES);
                copy.fill((byte) 0);
            }
            return scratch.saveHash();
        }
    }
}
