package io.steadycast.media.engine.transport;

/** Why a {@link PeerTransport} was closed. */
public enum CloseReason {
    /** Not closed. */
    NONE,
    /** Control removed the peer: DELETE, replaced, room gone, shutdown. */
    REMOVED,
    /** No valid check within the time allowed after creation. */
    ICE_TIMEOUT,
    /** No valid check for the consent time (RFC 7675): the peer died without a word. */
    CONSENT_EXPIRED,
    /** The handshake failed or ran out of time. */
    DTLS_FAILED,
    /** The peer's certificate is not the one of its SDP. */
    FINGERPRINT_MISMATCH,
    /** The peer said close_notify. */
    CLOSED_BY_PEER,
    /** Our own bug. */
    INTERNAL_ERROR
}
