package io.steadycast.media.engine.log;

/** Whether a publisher sends an encoding, and if it does not, what that means to viewers. */
public enum Supply {
    /** As it likes: an encoding that falls silent is away. */
    SENT,
    /** It was asked not to, since nobody wants it. It stays a choice, with the rates that it had: whoever makes it gets it a moment later. */
    PAUSED,
    /** It was asked to send it again. */
    RESUMING,
    /** It was asked not to although viewers want it: its way here does not carry it. Whoever sees it goes on to another one. */
    WITHDRAWN
}
