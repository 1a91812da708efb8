package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DtlsInbox;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Any thread. The other role, for synthetic hosts and viewers that talk to a live server: many sessions share one certificate and one crypto
 * thread.
 */
public final class DtlsClient implements AutoCloseable {
    /** Timers of a browser (BoringSSL, NSS): 50 ms, doubling without much of a limit. */
    public static final DtlsSettings BROWSER_LIKE = new DtlsSettings(64, 30_000, 256, 50, 60_000);

    private final DtlsSettings settings;
    private final DropCounters drops;
    private final CryptoThread thread;
    private final OffloadedTlsCrypto crypto;
    private final DtlsCertificate certificate;
    private final CryptoLibrary library;
    private final AtomicLong opened = new AtomicLong();

    /** With the best library for media there is here. */
    public DtlsClient(DtlsSettings settings, DropCounters drops) {
        this(settings, drops, CryptoChoice.best().library());
    }

    public DtlsClient(DtlsSettings settings, DropCounters drops, CryptoLibrary library) {
        this.library = library;
        SecureRandom random = new SecureRandom();
        this.settings = settings;
        this.drops = drops;
        this.thread = new CryptoThread(settings.cryptoQueue(), drops);
        this.crypto = new OffloadedTlsCrypto(thread, random, library);
        this.certificate = DtlsCertificate.generate(random);
    }

    public Fingerprint fingerprint() {
        return certificate.fingerprint();
    }

    /** Starts a handshake at once: the ClientHello leaves through {@code callbacks}, answers come through {@code inbox}. */
    public DtlsSession open(DtlsInbox inbox, List<Fingerprint> expected, DtlsCallbacks callbacks) {
        DtlsOutcome outcome = new DtlsOutcome(expected, library);
        DtlsClientPeer peer = new DtlsClientPeer(crypto, certificate, outcome, settings);
        return new DtlsSession(inbox, outcome, callbacks, drops, settings, new ClientHandshake(peer))
                .start("dtls-client-" + opened.incrementAndGet());
    }

    @Override
    public void close() {
        thread.close();
    }

    private record ClientHandshake(DtlsClientPeer peer) implements DtlsSession.Handshake {
        @Override
        public byte @Nullable [] first(DtlsInbox inbox) {
            return null;
        }

        @Override
        public DTLSTransport run(DatagramTransport under) throws IOException {
            return new DTLSClientProtocol().connect(peer, under);
        }

        @Override
        public void ended(boolean success) {}
    }
}
