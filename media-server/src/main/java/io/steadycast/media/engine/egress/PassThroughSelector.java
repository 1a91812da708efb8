package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackSource;

/** Confined to its shard. Audio: everything, or nothing while paused. */
final class PassThroughSelector implements LayerSelector {
    private boolean paused;

    @Override
    public void choose(LayerChoice choice) {
        paused = choice.isPaused();
    }

    @Override
    public int target(TrackSource source) {
        return paused ? -1 : 0;
    }

    /** One encoding is never held back. */
    @Override
    public int wished(TrackSource source) {
        return target(source);
    }

    @Override
    public void onSwitch(PacketInfo keyframe) {}

    @Override
    public boolean needsKeyframe(TrackSource source) {
        return false;
    }

    @Override
    public boolean admit(PacketInfo info) {
        return true;
    }

    @Override
    public boolean admitsLate(PacketInfo info) {
        return true;
    }

    @Override
    public boolean marker(PacketInfo info) {
        return info.marker;
    }

    @Override
    public void baseOnly(boolean on) {}

    @Override
    public void pressed(boolean on) {}

    @Override
    public int spatialId() {
        return 0;
    }

    @Override
    public int temporalId() {
        return 0;
    }
}
