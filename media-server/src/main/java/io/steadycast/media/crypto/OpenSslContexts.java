package io.steadycast.media.crypto;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Made on any thread, then confined to its shard. The two EVP_CIPHER_CTX of one direction of one peer, for RTP and for RTCP: about 2 KiB outside the heap, keyed once.
 *
 * <p>Whoever ends the peer closes them. What nobody closed, say a peer whose loop was stopped with its command still in the queue, is freed when the collector finds it, and
 * counted. There are never more than four for each peer, and peers have a limit.
 */
final class OpenSslContexts implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final AtomicLong FORGOTTEN = new AtomicLong();

    private final Keyed keyed;
    private final Cleaner.Cleanable cleanable;
    private long rtp;
    private long rtcp;

    /** What has to be freed; knows nothing of its owner, or that would never be garbage. */
    private static final class Keyed implements Runnable {
        private final long rtp;
        private final long rtcp;
        private volatile boolean closing;

        Keyed(long rtp, long rtcp) {
            this.rtp = rtp;
            this.rtcp = rtcp;
        }

        @Override
        public void run() {
            if (!closing) {
                FORGOTTEN.incrementAndGet();
            }
            LibCrypto.freeContext(rtp);
            LibCrypto.freeContext(rtcp);
            OPEN.addAndGet(-2);
        }
    }

    /** With an EVP_CIPHER, and the session keys of both protocols. */
    OpenSslContexts(long cipher, byte[] rtpKey, byte[] rtcpKey) {
        rtp = make(cipher, rtpKey);
        try {
            rtcp = make(cipher, rtcpKey);
        } catch (RuntimeException failed) {
            LibCrypto.freeContext(rtp);
            throw failed;
        }
        OPEN.addAndGet(2);
        keyed = new Keyed(rtp, rtcp);
        cleanable = CLEANER.register(this, keyed);
    }

    /** EVP_CIPHER_CTX that are open in this process. */
    static int open() {
        return OPEN.get();
    }

    /** Pairs that the collector freed since nobody had closed them: each is a bug of ours. */
    static long forgotten() {
        return FORGOTTEN.get();
    }

    private static long make(long cipher, byte[] key) {
        long context = LibCrypto.newContext();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocateFrom(CryptoScratch.BYTE, key);
            boolean done = LibCrypto.key(context, cipher, copy.address(), LibCrypto.ENCRYPT);
            copy.fill((byte) 0);
            if (!done) {
                LibCrypto.freeContext(context);
                throw new IllegalStateException("EVP_CipherInit_ex refuses a key");
            }
        }
        return context;
    }

    long rtp() {
        return checked(rtp);
    }

    long rtcp() {
        return checked(rtcp);
    }

    private static long checked(long context) {
        if (context == 0) {
            throw new IllegalStateException("cipher is closed");
        }
        return context;
    }

    /** A second call does nothing. */
    @Override
    public void close() {
        rtp = 0;
        rtcp = 0;
        keyed.closing = true;
        cleanable.clean();
    }
}
