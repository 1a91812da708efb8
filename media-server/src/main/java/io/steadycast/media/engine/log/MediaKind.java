package io.steadycast.media.engine.log;

/** Immutable. What an m-line carries. */
public enum MediaKind {
    AUDIO,
    VIDEO
}
