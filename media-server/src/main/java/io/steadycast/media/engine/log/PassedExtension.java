package io.steadycast.media.engine.log;

/** Immutable. Header extensions that belong to the media and so travel on from the publisher to the viewers unchanged. */
public enum PassedExtension {
    /** RFC 6464. */
    AUDIO_LEVEL(0),
    /** 3GPP TS 26.114, "urn:3gpp:video-orientation". */
    VIDEO_ORIENTATION(1),
    /** AV1 RTP specification, appendix A. */
    DEPENDENCY_DESCRIPTOR(2),
    ABS_CAPTURE_TIME(3),
    COLOR_SPACE(4),
    VIDEO_CONTENT_TYPE(5);

    /** {@link #values()} copies its array at every call; this is its length without a copy. */
    public static final int COUNT = values().length;

    private final int index;

    PassedExtension(int index) {
        this.index = index;
    }

    /** Position in arrays and in the slots of a log. */
    public int index() {
        return index;
    }
}
