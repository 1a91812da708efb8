package io.steadycast.signaling.room;

/** A room's refusal. The message is fit to be shown to the client. */
public final class RoomException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** What kind of refusal. */
    public enum Reason {
        /** Too many rooms or peers in the server. */
        SERVER_FULL,
        /** Too many publishers or peers in this room. */
        ROOM_FULL,
        /** Nobody publishes here (any more, or yet). */
        NO_HOST,
        /** The publisher id belongs to another subject. */
        PUBLISHER_TAKEN,
        /** The host began a new session meanwhile; look it up again. */
        HOST_CHANGED,
        /** The media plane ended the peer before it had a session. */
        MEDIA_ENDED,
        SHUTTING_DOWN
    }

    RoomException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
