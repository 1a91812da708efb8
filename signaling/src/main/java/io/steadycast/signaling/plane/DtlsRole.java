package io.steadycast.signaling.plane;

/** Our end of a DTLS association, in the words of {@code a=setup} (RFC 8842 section 5). */
public enum DtlsRole {
    /** We send the ClientHello. */
    ACTIVE,
    /** We wait for it. */
    PASSIVE
}
