package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.engine.log.TrackSource;

/** Confined to its shard. Several encodings, each a stream of its own: one of them at a time, minus its upper temporal layers. */
final class SimulcastSelector implements LayerSelector {
    private final TemporalFilter temporal = new TemporalFilter();
    private LayerChoice choice = LayerChoice.auto();
    private long frameTimestamp = Long.MIN_VALUE;
    private boolean frameAdmitted;

    @Override
    public void choose(LayerChoice newChoice) {
        choice = newChoice;
        temporal.wanted(newChoice.maxTemporalId());
    }

    @Override
    public int target(TrackSource source) {
        return nearest(source, false);
    }

    @Override
    public int wished(TrackSource source) {
        return nearest(source, true);
    }

    /** The highest one up to the chosen rank that is there, or could be; above it the lowest one, which is better than nothing. */
    private int nearest(TrackSource source, boolean couldBe) {
        if (choice.isPaused()) {
            return -1;
        }
        int below = -1;
        int above = -1;
        for (int i = 0; i < source.encodingCount(); i++) {
            TrackLog log = source.encoding(i);
            if (!(couldBe ? log.state().available() : log.active())) {
                continue;
            }
            if (log.rank() <= choice.rank()) {
                below = below < 0 || log.rank() > source.encoding(below).rank() ? i : below;
            } else {
                above = above < 0 || log.rank() < source.encoding(above).rank() ? i : above;
            }
        }
        return below >= 0 ? below : above;
    }

    @Override
    public void onSwitch(PacketInfo keyframe) {
        temporal.onKeyframe();
        frameTimestamp = Long.MIN_VALUE;
    }

    @Override
    public boolean needsKeyframe(TrackSource source) {
        return false;
    }

    @Override
    public boolean admit(PacketInfo info) {
        if (info.extTimestamp != frameTimestamp) {
            frameTimestamp = info.extTimestamp;
            if (info.keyframe) {
                temporal.onKeyframe();
            }
            frameAdmitted = temporal.admitFrame(info);
        }
        return frameAdmitted;
    }

    @Override
    public boolean admitsLate(PacketInfo info) {
        return temporal.admitsLate(info);
    }

    @Override
    public boolean marker(PacketInfo info) {
        return info.marker;
    }

    @Override
    public void baseOnly(boolean on) {
        temporal.baseOnly(on);
    }

    @Override
    public void pressed(boolean on) {
        temporal.pressed(on);
    }

    @Override
    public int spatialId() {
        return 0;
    }

    @Override
    public int temporalId() {
        return temporal.current();
    }
}
