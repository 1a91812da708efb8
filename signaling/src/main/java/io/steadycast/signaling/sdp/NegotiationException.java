package io.steadycast.signaling.sdp;

/** A well-formed offer that this server cannot answer. The message is fit to be shown to the client. */
public final class NegotiationException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What is in the way. */
    public enum Reason {
        /** The offer asks for a transport we do not have: no BUNDLE, no rtcp-mux. */
        TRANSPORT,
        /** No m-line that could carry media the right way. */
        NO_MEDIA,
        /** No codec in common. */
        CODEC,
        /** More tracks than the operator allows one publisher. */
        LIMIT
    }

    NegotiationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
