package io.steadycast.signaling.plane;

/** Why a peer ended. */
public enum CloseReason {
    /** The client deleted its session. */
    REQUESTED,
    /** The same publisher came back with a new session. */
    REPLACED,
    /** The room ended: no publisher for its time to live. */
    ROOM_ENDED,
    /** No authentic STUN check for 30 s (RFC 7675). */
    CONSENT_EXPIRED,
    /** ICE or DTLS never completed inside its deadline. */
    HANDSHAKE_TIMEOUT,
    /** DTLS failed, or the certificate did not match its fingerprint. */
    HANDSHAKE_FAILED,
    /** The peer closed DTLS. */
    CLOSED_BY_PEER,
    /** Our own bug in this peer's state; logged by the media plane. */
    INTERNAL_ERROR,
    SERVER_SHUTDOWN
}
