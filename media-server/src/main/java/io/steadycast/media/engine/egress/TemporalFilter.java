package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketInfo;

/**
 * Confined to its shard. Drops temporal layers without breaking a reference: down between any two frames; up behind a frame that opens all layers
 * above it (VP9's U bit, RFC 9628 section 4.2; the dependency descriptor's switch indication), or at a frame that says that it refers to lower
 * layers alone (VP8's Y bit, RFC 7741 section 4.2), then one layer at a time, because the next one up may refer to the one in between.
 */
final class TemporalFilter {
    private int wanted = LayerChoice.ALL_TEMPORAL;
    private boolean baseOnly;
    private boolean pressed;
    private int current = LayerChoice.ALL_TEMPORAL;

    void wanted(int temporalId) {
        wanted = temporalId;
    }

    void baseOnly(boolean on) {
        baseOnly = on;
    }

    /** The viewer's queue is long: upper layers wait until it is shorter. */
    void pressed(boolean on) {
        pressed = on;
    }

    int current() {
        return current;
    }

    /** A keyframe resets all references. */
    void onKeyframe() {
        current = limit();
    }

    /** For the first packet of a frame; whoever asks keeps the answer for the rest of the frame. */
    boolean admitFrame(PacketInfo info) {
        current = Math.min(current, limit());
        if (info.temporalId > current
                && info.temporalId <= limit()
                && info.temporalId == current + 1
                && info.switchPoint) {
            current = info.temporalId;
        }
        boolean admitted = info.temporalId <= current;
        if (admitted && info.opensUpperLayers) {
            current = limit();
        }
        return admitted;
    }

    boolean admitsLate(PacketInfo info) {
        return info.temporalId <= current || info.switchPoint || info.temporalId == current + 1;
    }

    private int limit() {
        return baseOnly || pressed ? 0 : wanted;
    }
}
