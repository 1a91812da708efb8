package io.steadycast.signaling.plane;

/** A media plane's refusal. The message is fit to be shown to the client. */
public final class MediaPlaneException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What kind of refusal, so that the control plane can choose a status. */
    public enum Reason {
        LIMIT_REACHED,
        NO_SUCH_PEER,
        NO_SUCH_TRACK,
        UNSUPPORTED,
        SHUTTING_DOWN,
        INTERNAL
    }

    public MediaPlaneException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
