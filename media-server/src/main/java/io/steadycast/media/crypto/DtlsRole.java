package io.steadycast.media.crypto;

/** Our end of a DTLS association (RFC 8842 section 5). */
public enum DtlsRole {
    /** The client: sends its ClientHello as soon as the peer's path is validated. */
    ACTIVE,
    /** The server: waits for a ClientHello. */
    PASSIVE
}
