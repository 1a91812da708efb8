package io.steadycast.media.engine.log;

/**
 * Any thread. The handle of a published track that publisher, viewers and control plane share: what it is, and one {@link TrackLog} for each
 * of its encodings, in the order in which the publisher's description lists them.
 */
public final class TrackSource {
    private final long trackId;
    private final Codec codec;
    private final TrackLog[] encodings;

    /** Allocates the logs, which takes milliseconds: call it off the loops. */
    public TrackSource(long trackId, Codec codec, int encodingCount, int slots) {
        this.trackId = trackId;
        this.codec = codec;
        this.encodings = new TrackLog[encodingCount];
        for (int i = 0; i < encodingCount; i++) {
            encodings[i] = new TrackLog(slots, i);
        }
    }

    public static TrackSource of(long trackId, Codec codec, int encodingCount) {
        int slots = codec.kind() == MediaKind.VIDEO ? TrackLog.VIDEO_SLOTS : TrackLog.AUDIO_SLOTS;
        return new TrackSource(trackId, codec, encodingCount, slots);
    }

    public long trackId() {
        return trackId;
    }

    public MediaKind kind() {
        return codec.kind();
    }

    public Codec codec() {
        return codec;
    }

    public int clockRate() {
        return codec.clockRate();
    }

    public int encodingCount() {
        return encodings.length;
    }

    public TrackLog encoding(int index) {
        return encodings[index];
    }
}
