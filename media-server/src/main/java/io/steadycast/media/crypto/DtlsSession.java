package io.steadycast.media.crypto;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.SrtpKeys;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.TlsTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer's DTLS from the first datagram to the goodbye, on a virtual thread of its own. It outlives the handshake, because a peer that missed
 * our last flight repeats its own, and because close_notify comes in here.
 */
public final class DtlsSession {
    private static final Logger LOG = LoggerFactory.getLogger(DtlsSession.class);
    private static final int IDLE_WAIT_MS = 60_000;

    private final DtlsInbox inbox;
    private final DtlsOutcome outcome;
    private final DtlsCallbacks callbacks;
    private final DropCounters drops;
    private final DtlsSettings settings;
    private final Handshake handshake;

    /** The role: how a handshake is admitted and run. */
    interface Handshake {
        /** The datagram that starts it, null for a role that speaks first. Waits. */
        byte @Nullable [] first(DtlsInbox inbox) throws InterruptedException, InterruptedIOException;

        DTLSTransport run(DatagramTransport under) throws IOException;

        /** After {@link #run}, however it went. */
        void ended(boolean success);
    }

    DtlsSession(
            DtlsInbox inbox,
            DtlsOutcome outcome,
            DtlsCallbacks callbacks,
            DropCounters drops,
            DtlsSettings settings,
            Handshake handshake) {
        this.inbox = inbox;
        this.outcome = outcome;
        this.callbacks = callbacks;
        this.drops = drops;
        this.settings = settings;
        this.handshake = handshake;
    }

    DtlsSession start(String name) {
        Thread.ofVirtual().name(name).start(this::run);
        return this;
    }

    /** Any thread. Says close_notify and ends; {@link DtlsCallbacks#onEnd} follows. */
    public void close() {
        inbox.close();
    }

    private void run() {
        DtlsEnd end = DtlsEnd.FAILED;
        DropReason reason = DropReason.INTERNAL_ERROR;
        try {
            byte[] first = handshake.first(inbox);
            DtlsFlights flights = new DtlsFlights(first, inbox, callbacks::send, drops, settings);
            DTLSTransport dtls = shakeHands(flights);
            end = receiveUntilEnd(dtls);
            reason = DropReason.PEER_CLOSED;
        } catch (InterruptedException | InterruptedIOException e) {
            end = DtlsEnd.CLOSED;
            reason = DropReason.PEER_CLOSED;
        } catch (IOException e) {
            reason = reasonOf(e);
            end = reason == DropReason.DTLS_FINGERPRINT_MISMATCH ? DtlsEnd.FINGERPRINT_MISMATCH : DtlsEnd.FAILED;
            LOG.debug("DTLS handshake failed: {}", reason, e);
        } catch (RuntimeException e) {
            LOG.error("DTLS session", e);
        } finally {
            inbox.close();
            // the crypto thread has counted its own refusal
            if (end != DtlsEnd.CLOSED && end != DtlsEnd.CLOSED_BY_PEER && reason != DropReason.DTLS_CRYPTO_QUEUE_FULL) {
                drops.count(reason);
            }
            callbacks.onEnd(end, reason);
        }
    }

    private DTLSTransport shakeHands(DtlsFlights flights) throws IOException {
        DTLSTransport dtls;
        SrtpKeys keys;
        boolean success = false;
        try {
            dtls = handshake.run(flights);
            keys = outcome.keys();
            if (keys == null) {
                throw new IOException("handshake without keys");
            }
            flights.established();
            success = true;
        } finally {
            handshake.ended(success);
        }
        // Only now: whoever has the keys finds the handshake among the completed ones.
        callbacks.onKeys(keys, outcome.ciphers(keys));
        return dtls;
    }

    /** Application data is nobody's business here: there are no data channels. */
    private DtlsEnd receiveUntilEnd(DTLSTransport dtls) throws IOException {
        byte[] ignored = new byte[dtls.getReceiveLimit()];
        try {
            while (!outcome.closedByPeer()) {
                dtls.receive(ignored, 0, ignored.length, IDLE_WAIT_MS);
            }
            return DtlsEnd.CLOSED_BY_PEER;
        } catch (InterruptedIOException e) {
            return outcome.closedByPeer() ? DtlsEnd.CLOSED_BY_PEER : DtlsEnd.CLOSED;
        } catch (IOException e) {
            return DtlsEnd.CLOSED_BY_PEER;
        } finally {
            dtls.close();
        }
    }

    private DropReason reasonOf(IOException e) {
        if (outcome.fingerprintMismatch()) {
            return DropReason.DTLS_FINGERPRINT_MISMATCH;
        }
        if (e instanceof CryptoThread.BusyException) {
            return DropReason.DTLS_CRYPTO_QUEUE_FULL;
        }
        if (e instanceof TlsTimeoutException) {
            return DropReason.DTLS_TIMEOUT;
        }
        return DropReason.DTLS_HANDSHAKE_FAILED;
    }
}
