package io.steadycast.media.crypto;

/** How a DTLS session ended. */
public enum DtlsEnd {
    /** Our side closed the session. */
    CLOSED,
    /** The peer said close_notify, or a fatal alert after the handshake. */
    CLOSED_BY_PEER,
    /** No handshake within the deadline, or one that failed. */
    FAILED,
    /** The certificate is not the one of the SDP. */
    FINGERPRINT_MISMATCH
}
