package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.TrackLog;
import java.util.Arrays;

/** Confined to its shard. What one subscription may ask of the publisher: one keyframe per encoding and period, however loud its viewer is. */
final class KeyframeWishes {
    private final long periodNs;
    private long[] lastNs = new long[0];
    private long wishes;

    KeyframeWishes(long periodNs) {
        this.periodNs = periodNs;
    }

    void onSource(int encodings) {
        lastNs = new long[encodings];
        Arrays.fill(lastNs, Long.MIN_VALUE);
    }

    void wish(long nowNs, TrackLog log) {
        int encoding = log.encoding();
        if (lastNs[encoding] == Long.MIN_VALUE || nowNs - lastNs[encoding] >= periodNs) {
            lastNs[encoding] = nowNs;
            wishes++;
            log.requestKeyframe();
        }
    }

    long count() {
        return wishes;
    }
}
