package io.steadycast.media.engine.log;

/** Immutable. The codecs the engine forwards. RED is not one of them: it is a wrapping of OPUS, told per packet. */
public enum Codec {
    OPUS(MediaKind.AUDIO, 48_000),
    VP8(MediaKind.VIDEO, 90_000),
    VP9(MediaKind.VIDEO, 90_000),
    H264(MediaKind.VIDEO, 90_000),
    AV1(MediaKind.VIDEO, 90_000);

    private final MediaKind kind;
    private final int clockRate;

    Codec(MediaKind kind, int clockRate) {
        this.kind = kind;
        this.clockRate = clockRate;
    }

    public MediaKind kind() {
        return kind;
    }

    public int clockRate() {
        return clockRate;
    }
}
