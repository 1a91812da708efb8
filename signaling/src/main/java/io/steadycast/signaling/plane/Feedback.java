package io.steadycast.signaling.plane;

/** RTCP feedback negotiated for a payload type (RFC 4585, RFC 5104, and libwebrtc's two of its own). */
public enum Feedback {
    NACK("nack"),
    NACK_PLI("nack pli"),
    CCM_FIR("ccm fir"),
    TRANSPORT_CC("transport-cc"),
    GOOG_REMB("goog-remb");

    private final String sdp;

    Feedback(String sdp) {
        this.sdp = sdp;
    }

    /** The value as a=rtcp-fb writes it after the payload type. */
    public String sdp() {
        return sdp;
    }
}
