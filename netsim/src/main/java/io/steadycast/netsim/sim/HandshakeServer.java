package io.steadycast.netsim.sim;

import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.transport.DtlsInbox;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.netsim.endpoint.HandshakeClient;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its simulation. The server's side of one modelled handshake, with the timers of {@code media.crypto.DtlsFlights}: a flight is one datagram, repeated
 * after 50, 100, 200, 400, 400... ms until it is answered, and whenever the client repeats its own; the last flight 16 times, and whenever the client repeats.
 */
final class HandshakeServer {
    private static final long MS = 1_000_000L;
    private static final long RESEND_NS = 50 * MS;
    private static final long MAX_RESEND_NS = 400 * MS;
    private static final int LAST_FLIGHT = 4;
    private static final int LAST_FLIGHT_REPEATS = 16;

    private final long peerId;
    private final DtlsInbox inbox;
    private int flight;
    private int repeatsLeft = Integer.MAX_VALUE;
    private long waitNs;
    private long resendAtNs = Long.MAX_VALUE;

    HandshakeServer(long peerId, DtlsInbox inbox) {
        this.peerId = peerId;
        this.inbox = inbox;
    }

    boolean over() {
        return inbox.closed();
    }

    void poll(long nowNs, Shard shard) {
        byte[] datagram = next();
        while (datagram != null) {
            if (datagram.length > 1) {
                onFlight(nowNs, datagram[1], shard);
            }
            datagram = next();
        }
        if (nowNs >= resendAtNs && repeatsLeft > 0) {
            repeatsLeft--;
            waitNs = Math.min(2 * waitNs, MAX_RESEND_NS);
            resendAtNs = repeatsLeft == 0 ? Long.MAX_VALUE : nowNs + waitNs;
            send(shard);
        }
    }

    private byte @Nullable [] next() {
        try {
            return inbox.poll(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void onFlight(long nowNs, int received, Shard shard) {
        if (received == flight + 1 && flight < LAST_FLIGHT) {
            flight += 2;
            waitNs = RESEND_NS;
            resendAtNs = nowNs + waitNs;
            if (flight == LAST_FLIGHT) {
                repeatsLeft = LAST_FLIGHT_REPEATS;
                shard.execute((on, atNs) -> on.control().srtpReady(atNs, peerId, SrtpCipherPair.none()));
            }
            send(shard);
        } else if (received == flight - 1) {
            send(shard);
        }
    }

    private void send(Shard shard) {
        byte[] datagram = HandshakeClient.datagram(flight);
        shard.execute((on, atNs) -> on.control().sendDtls(atNs, peerId, datagram));
    }
}
