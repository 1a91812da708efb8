package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.wire.rtp.HeaderExtension;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. A subscription as its controller sees it: the rungs of a simulcast are its encodings by rank, those of an SVC stream its spatial layers. */
final class Ladder implements Demand {
    private final Subscription subscription;

    Ladder(Subscription subscription) {
        this.subscription = subscription;
    }

    private @Nullable TrackLog log(int rung) {
        TrackSource source = subscription.source();
        if (source == null) {
            return null;
        }
        if (source.encodingCount() == 1) {
            return source.encoding(0);
        }
        for (int i = 0; i < source.encodingCount(); i++) {
            if (source.encoding(i).rank() == rung) {
                return source.encoding(i);
            }
        }
        return null;
    }

    private boolean isSimulcast() {
        TrackSource source = subscription.source();
        return source != null && source.encodingCount() > 1;
    }

    @Override
    public boolean isVideo() {
        return subscription.media().codec().kind() == MediaKind.VIDEO;
    }

    @Override
    public boolean wanted() {
        return subscription.source() != null && !subscription.wish().isPaused();
    }

    @Override
    public int maxRung() {
        LayerChoice wish = subscription.wish();
        return wish.mode() == LayerChoice.Mode.FIXED ? wish.rank() : StreamPlan.TOP;
    }

    @Override
    public int rungCount() {
        TrackSource source = subscription.source();
        if (source == null) {
            return 0;
        }
        return source.encodingCount() > 1
                ? source.encodingCount()
                : source.encoding(0).state().maxSpatialId() + 1;
    }

    @Override
    public boolean active(int rung) {
        TrackLog log = log(rung);
        return log != null && log.state().available();
    }

    /** Of an SVC stream only the highest layer's is known. */
    private boolean isSized(int rung) {
        return isSimulcast() || rung == rungCount() - 1;
    }

    @Override
    public int widthPx(int rung) {
        TrackLog log = log(rung);
        return log == null || !isSized(rung) ? 0 : log.widthPx();
    }

    @Override
    public int heightPx(int rung) {
        TrackLog log = log(rung);
        return log == null || !isSized(rung) ? 0 : log.heightPx();
    }

    @Override
    public int framesPerSecond(int rung) {
        TrackLog log = log(rung);
        return log == null ? 0 : log.state().framesPerSecond();
    }

    @Override
    public long bitrateBps(int rung, int maxTemporalId) {
        TrackLog log = log(rung);
        return log == null ? 0 : log.state().bitrateBps(isSimulcast() ? Integer.MAX_VALUE : rung, maxTemporalId);
    }

    @Override
    public int maxTemporalId(int rung) {
        TrackLog log = log(rung);
        return log == null ? 0 : log.state().maxTemporalId();
    }

    /** The keyframe of an SVC stream is split as its layers' rates are. */
    @Override
    public int keyframeBytes(int rung) {
        TrackLog log = log(rung);
        if (log == null) {
            return 0;
        }
        long all = log.bitrateBps();
        long upToHere = isSimulcast() ? all : log.state().bitrateBps(rung, StreamPlan.ALL_TEMPORAL);
        return all <= 0
                ? log.state().keyframeBytes()
                : (int) Math.min(log.state().keyframeBytes() * upToHere / all, Integer.MAX_VALUE);
    }

    @Override
    public int currentRung() {
        return subscription.currentRung();
    }

    @Override
    public int currentTemporalId() {
        return subscription.currentTemporalId();
    }

    @Override
    public double pictureGapMs() {
        return subscription.pictures().gapMs();
    }

    @Override
    public double pictureClockMs() {
        return subscription.pictures().clockMs();
    }

    @Override
    public boolean hasRtx() {
        return subscription.media().hasRtx();
    }

    @Override
    public boolean hasFec() {
        return subscription.media().hasFec();
    }

    @Override
    public boolean hasRed() {
        return subscription.media().payloadTypes().red() >= 0;
    }

    @Override
    public boolean hasPlayoutDelay() {
        return subscription.media().extensions().id(HeaderExtension.PLAYOUT_DELAY) != 0;
    }

    @Override
    public long nacks() {
        return subscription.nacks();
    }

    @Override
    public long plis() {
        return subscription.plis();
    }
}
