package io.steadycast.signaling.plane;

/** The payload formats that are forwarded. {@code RED} is RFC 2198 redundancy around Opus, negotiated beside it in the same m-line. */
public enum Codec {
    VP8(MediaKind.VIDEO, "VP8", 90_000, 1),
    VP9(MediaKind.VIDEO, "VP9", 90_000, 1),
    H264(MediaKind.VIDEO, "H264", 90_000, 1),
    AV1(MediaKind.VIDEO, "AV1", 90_000, 1),
    OPUS(MediaKind.AUDIO, "opus", 48_000, 2),
    RED(MediaKind.AUDIO, "red", 48_000, 2);

    private final MediaKind kind;
    private final String encodingName;
    private final int clockRateHz;
    private final int channels;

    Codec(MediaKind kind, String encodingName, int clockRateHz, int channels) {
        this.kind = kind;
        this.encodingName = encodingName;
        this.clockRateHz = clockRateHz;
        this.channels = channels;
    }

    public MediaKind kind() {
        return kind;
    }

    /** The name as a=rtpmap writes it. */
    public String encodingName() {
        return encodingName;
    }

    public int clockRateHz() {
        return clockRateHz;
    }

    public int channels() {
        return channels;
    }
}
