package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. A track in a subscription, from {@link Subscription#attach} to the next: what lives no longer than that.
 *
 * @param source of the packets
 * @param selector which of them go out
 * @param out the cursor in the log that is forwarded
 */
record Attachment(TrackSource source, LayerSelector selector, Forwarder out) {
    boolean isVideo() {
        return source.kind() == MediaKind.VIDEO;
    }

    /** The encoding that is forwarded; null if none is. */
    @Nullable
    TrackLog log() {
        int current = out.current();
        return current < 0 ? null : source.encoding(current);
    }

    /** Lets the publisher know what this viewer gets, and what it would get. */
    void want(long nowNs) {
        int wished = selector.wished(source);
        if (wished >= 0) {
            source.encoding(wished).state().wanted(nowNs);
        }
        TrackLog forwarded = log();
        if (forwarded != null) {
            forwarded.state().wanted(nowNs);
        }
    }

    long mediaBps() {
        TrackLog log = log();
        return log == null ? 0 : log.bitrateBps();
    }

    /** As a controller counts, -1 if nothing is forwarded. */
    int currentRung() {
        TrackLog log = log();
        if (log == null) {
            return -1;
        }
        return source.encodingCount() > 1
                ? log.rank()
                : Math.min(selector.spatialId(), log.state().maxSpatialId());
    }

    int currentTemporalId() {
        TrackLog log = log();
        return log == null ? -1 : Math.min(selector.temporalId(), log.state().maxTemporalId());
    }

    ViewerStats.Layer layer(long switches) {
        TrackLog log = log();
        return log == null
                ? new ViewerStats.Layer(-1, 0, 0, 0, switches)
                : new ViewerStats.Layer(currentRung(), log.widthPx(), log.heightPx(), currentTemporalId(), switches);
    }
}
