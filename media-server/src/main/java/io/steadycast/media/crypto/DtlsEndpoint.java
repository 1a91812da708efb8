package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. The media server's end of DTLS 1.2, in either role: one virtual thread for each peer's session, a cap on handshakes that run at a
 * time, and one platform thread for their public-key operations.
 */
public final class DtlsEndpoint implements AutoCloseable {
    private static final int HANDSHAKE_RECORD = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEADER_BYTES = 13;
    private static final int PERMIT_WAIT_MS = 50;

    private final DtlsSettings settings;
    private final DropCounters drops;
    private final CryptoThread thread;
    private final OffloadedTlsCrypto crypto;
    private final Future<DtlsCertificate> certificate;
    private final CryptoLibrary library;
    private final Semaphore permits;
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong opened = new AtomicLong();

    /** With the best library for media there is here. */
    public DtlsEndpoint(DtlsSettings settings, DropCounters drops) {
        this(settings, drops, CryptoChoice.best().library());
    }

    public DtlsEndpoint(DtlsSettings settings, DropCounters drops, CryptoLibrary library) {
        this.library = library;
        SecureRandom random = new SecureRandom();
        this.settings = settings;
        this.drops = drops;
        this.thread = new CryptoThread(settings.cryptoQueue(), drops);
        this.crypto = new OffloadedTlsCrypto(thread, random, library);
        // Not waited for: the server is ready before its key is, and only the first peer might have to wait.
        this.certificate = thread.submit(() -> DtlsCertificate.generate(random));
        this.permits = new Semaphore(settings.concurrentHandshakes());
    }

    /** Of the certificate that every session of this endpoint presents. */
    public Fingerprint fingerprint() {
        return certificate().fingerprint();
    }

    public int runningHandshakes() {
        return settings.concurrentHandshakes() - permits.availablePermits();
    }

    public long completedHandshakes() {
        return completed.get();
    }

    public long failedHandshakes() {
        return failed.get();
    }

    /** Public-key operations done on the crypto thread. */
    public long cryptoOperations() {
        return thread.operations();
    }

    /**
     * Waits for the peer's ClientHello in its inbox, or for the peer's path to send ours, and serves the session from there on.
     *
     * @param expected the fingerprints of the peer's SDP
     */
    public DtlsSession open(DtlsRole role, DtlsInbox inbox, List<Fingerprint> expected, DtlsCallbacks callbacks) {
        DtlsOutcome outcome = new DtlsOutcome(expected, library);
        DtlsSession.Handshake handshake = switch (role) {
            case ACTIVE -> new ActiveHandshake(new DtlsClientPeer(crypto, certificate(), outcome, settings));
            case PASSIVE -> new PassiveHandshake(new DtlsServerPeer(crypto, certificate(), outcome, settings));
        };
        return new DtlsSession(inbox, outcome, callbacks, drops, settings, handshake)
                .start("dtls-" + opened.incrementAndGet());
    }

    /**
     * Shakes hands with itself once and waits for it: the first viewer should not wait for half a second of class loading.
     *
     * @return whether it went through
     */
    public boolean warmUp() throws InterruptedException {
        return DtlsWarmUp.run(this, drops, library);
    }

    @Override
    public void close() {
        thread.close();
    }

    private DtlsCertificate certificate() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return certificate.get();
                } catch (InterruptedException e) {
                    // It takes less than a second, and without it there is no answer at all.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("self-signed certificate", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ended(boolean success) {
        permits.release();
        (success ? completed : failed).incrementAndGet();
    }

    /** A handshake above the cap waits: the peer repeats its ClientHello. */
    private final class PassiveHandshake implements DtlsSession.Handshake {
        private final DtlsServerPeer peer;

        PassiveHandshake(DtlsServerPeer peer) {
            this.peer = peer;
        }

        @Override
        public byte[] first(DtlsInbox inbox) throws InterruptedException, InterruptedIOException {
            while (true) {
                byte[] datagram = inbox.take();
                if (datagram == null) {
                    throw new InterruptedIOException("inbox closed");
                }
                if (!startsHandshake(datagram)) {
                    drops.count(DropReason.DTLS_UNEXPECTED);
                } else if (permits.tryAcquire()) {
                    return datagram;
                } else {
                    drops.count(DropReason.DTLS_HANDSHAKE_LIMIT);
                }
            }
        }

        @Override
        public DTLSTransport run(DatagramTransport under) throws IOException {
            return new DTLSServerProtocol().accept(peer, under);
        }

        @Override
        public void ended(boolean success) {
            DtlsEndpoint.this.ended(success);
        }
    }

    /** A handshake above the cap waits, until the transport gives the peer up and closes its inbox. */
    private final class ActiveHandshake implements DtlsSession.Handshake {
        private final DtlsClientPeer peer;

        ActiveHandshake(DtlsClientPeer peer) {
            this.peer = peer;
        }

        @Override
        public byte @Nullable [] first(DtlsInbox inbox) throws InterruptedException, InterruptedIOException {
            inbox.awaitPath();
            while (!inbox.closed()) {
                if (permits.tryAcquire(PERMIT_WAIT_MS, TimeUnit.MILLISECONDS)) {
                    return null;
                }
                drops.count(DropReason.DTLS_HANDSHAKE_LIMIT);
            }
            throw new InterruptedIOException("inbox closed");
        }

        @Override
        public DTLSTransport run(DatagramTransport under) throws IOException {
            return new DTLSClientProtocol().connect(peer, under);
        }

        @Override
        public void ended(boolean success) {
            DtlsEndpoint.this.ended(success);
        }
    }

    /** What is left over from an earlier session at the same address must not start, and so spoil, this one. */
    private static boolean startsHandshake(byte[] datagram) {
        return DtlsFlights.wellFormed(datagram)
                && datagram.length > RECORD_HEADER_BYTES
                && datagram[0] == HANDSHAKE_RECORD
                && datagram[3] == 0
                && datagram[4] == 0
                && datagram[RECORD_HEADER_BYTES] == CLIENT_HELLO;
    }
}
