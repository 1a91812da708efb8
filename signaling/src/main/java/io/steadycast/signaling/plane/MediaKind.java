package io.steadycast.signaling.plane;

/** The kinds of media that are forwarded. */
public enum MediaKind {
    AUDIO,
    VIDEO
}
