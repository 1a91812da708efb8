package io.steadycast.netsim.endpoint.fec;

/** How parity says what it protects. */
public enum FecFormat {
    /** draft-ietf-payload-flexible-fec-scheme-03 on an SSRC of its own, as libwebrtc reads it: one protected SSRC, flexible mask, no retransmission bit. */
    FLEXFEC_03,
    /** RFC 5109 inside RED, in the media's own sequence space. */
    ULPFEC
}
