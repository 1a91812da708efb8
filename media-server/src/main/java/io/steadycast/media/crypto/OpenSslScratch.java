package io.steadycast.media.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Confined to its loop. The few native bytes that a call of libcrypto needs beside the packet: one set for each thread and not for each peer. */
final class OpenSslScratch {
    private static final ThreadLocal<OpenSslScratch> OF_THREAD = ThreadLocal.withInitial(OpenSslScratch::new);

    private static final int NONCE_OFFSET = 0;
    private static final int WRITTEN_OFFSET = 16;
    private static final int WORD_OFFSET = 24;
    private static final int DIGEST_OFFSET = 32;
    private static final int DIGEST_BYTES = 32;
    private static final int HASH_OFFSET = DIGEST_OFFSET + DIGEST_BYTES;

    final MemorySegment memory = Arena.ofAuto().allocate(HASH_OFFSET + LibCrypto.SHA1_STATE_BYTES, 16);
    /** 16 bytes. */
    final long nonce = memory.address() + NONCE_OFFSET;
    /** Where a call tells how much it wrote; nobody reads it. */
    final long written = memory.address() + WRITTEN_OFFSET;
    /** Four bytes that are authenticated behind a packet. */
    final long word = memory.address() + WORD_OFFSET;
    /** 32 bytes. */
    final long digest = memory.address() + DIGEST_OFFSET;
    /** A SHA_CTX. */
    final long hash = memory.address() + HASH_OFFSET;

    static OpenSslScratch get() {
        return OF_THREAD.get();
    }

    void nonce(int first, int second, int third) {
        memory.set(CryptoScratch.INT, NONCE_OFFSET, first);
        memory.set(CryptoScratch.INT, NONCE_OFFSET + 4, second);
        memory.set(CryptoScratch.INT, NONCE_OFFSET + 8, third);
    }

    void nonce(long high, long low) {
        memory.set(CryptoScratch.LONG, NONCE_OFFSET, high);
        memory.set(CryptoScratch.LONG, NONCE_OFFSET + 8, low);
    }

    void word(int value) {
        memory.set(CryptoScratch.INT, WORD_OFFSET, value);
    }

    /** Puts a saved state where {@link #hash} points. */
    void hash(byte[] state) {
        MemorySegment.copy(state, 0, memory, CryptoScratch.BYTE, HASH_OFFSET, state.length);
    }

    /** The state that {@link #hash} points at. */
    byte[] saveHash() {
        byte[] state = new byte[LibCrypto.SHA1_STATE_BYTES];
        MemorySegment.copy(memory, CryptoScratch.BYTE, HASH_OFFSET, state, 0, state.length);
        return state;
    }

    /** Whether the digest begins with the ten bytes there, without telling by its time where it does not. */
    boolean digestBegins(MemorySegment other, long offset) {
        long difference = memory.get(CryptoScratch.LONG, DIGEST_OFFSET) ^ other.get(CryptoScratch.LONG, offset);
        for (int i = Long.BYTES; i < AesCmCipher.TAG_BYTES; i++) {
            difference |= memory.get(CryptoScratch.BYTE, DIGEST_OFFSET + i) ^ other.get(CryptoScratch.BYTE, offset + i);
        }
        return difference == 0;
    }

    void copyDigest(MemorySegment to, long offset, int bytes) {
        MemorySegment.copy(memory, DIGEST_OFFSET, to, offset, bytes);
    }
}
