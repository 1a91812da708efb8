package io.steadycast.media.engine.transport;

/**
 * Bounds of one peer's transport.
 *
 * @param consentNs silence after which the peer is dead (RFC 7675 section 5.1)
 * @param connectNs time from creation to the first valid check
 * @param handshakeNs time from there to the keys
 * @param pairs validated remote addresses kept for a peer
 * @param receivedSsrcs SSRCs a peer may send
 */
public record TransportLimits(long consentNs, long connectNs, long handshakeNs, int pairs, int receivedSsrcs) {
    public static final TransportLimits DEFAULT =
            new TransportLimits(30_000_000_000L, 30_000_000_000L, 30_000_000_000L, 8, 64);

    public TransportLimits {
        // the selected pair is never evicted, so that one more is needed for a peer that moves
        if (pairs < 2 || receivedSsrcs < 1) {
            throw new IllegalArgumentException("at least two pairs and one SSRC");
        }
    }
}
