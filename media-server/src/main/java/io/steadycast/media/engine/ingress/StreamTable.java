package io.steadycast.media.engine.ingress;

import org.jspecify.annotations.Nullable;

/** Confined to its shard. The SSRCs that a publisher sends and what they are bound to: few, bounded, found by looking at each. */
final class StreamTable {
    /** One SSRC: an encoding's media or its retransmissions. */
    record Stream(int ssrc, EncodingIntake encoding, boolean retransmission) {}

    private final @Nullable Stream[] streams;
    private int size;

    StreamTable(int limit) {
        streams = new @Nullable Stream[limit];
    }

    @Nullable
    Stream find(int ssrc) {
        for (int i = 0; i < size; i++) {
            Stream stream = streams[i];
            if (stream != null && stream.ssrc() == ssrc) {
                if (i > 0) {
                    // What was just seen comes again: it moves one place forward.
                    streams[i] = streams[i - 1];
                    streams[i - 1] = stream;
                }
                return stream;
            }
        }
        return null;
    }

    boolean full() {
        return size == streams.length;
    }

    int size() {
        return size;
    }

    /** Binds an SSRC; one that the same encoding used before for the same purpose is forgotten. The caller looked at {@link #full} first. */
    void bind(Stream added) {
        unbind(added.encoding(), added.retransmission());
        streams[size++] = added;
    }

    private void unbind(EncodingIntake encoding, boolean retransmission) {
        for (int i = 0; i < size; i++) {
            Stream stream = streams[i];
            if (stream != null && stream.encoding() == encoding && stream.retransmission() == retransmission) {
                streams[i] = streams[--size];
                streams[size] = null;
                return;
            }
        }
    }
}
