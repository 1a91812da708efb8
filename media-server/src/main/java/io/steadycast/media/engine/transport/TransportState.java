package io.steadycast.media.engine.transport;

/** Life of a {@link PeerTransport}. */
public enum TransportState {
    /** No valid check yet. */
    NEW,
    /** A pair is validated: the handshake may run. */
    ICE_CONNECTED,
    /** Pair and keys: media flows. */
    READY,
    /** Over, for a {@link CloseReason}. */
    CLOSED
}
