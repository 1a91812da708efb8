package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackSource;

/**
 * Confined to its shard. One stream with spatial layers inside (VP9, AV1), or with none: then it only drops temporal layers.
 *
 * <p>Spatial layers go away between any two pictures and come back with a keyframe. Where layers refer to each other in key pictures only ({@code L3T3_KEY}), those
 * below the one on the screen are left out of all other pictures: nobody needs them, and a receiver that lost one would wait for it (libwebrtc's FrameBuffer decodes a
 * picture with all of its layers or not at all). Such a stream changes its layer at keyframes only, down as well. Within a picture one threshold
 * decides, so an upper layer never goes out without those below it, and the last one that goes out carries the marker, by which receivers know
 * that the picture is complete (RFC 9628 section 4.1).
 */
final class SvcSelector implements LayerSelector {
    private final TemporalFilter temporal = new TemporalFilter();
    private final int highestSpatial;
    private LayerChoice choice = LayerChoice.auto();
    private int currentSpatial = Integer.MAX_VALUE;

    /** Highest layer that went out in the last key picture. */
    private int keyedSpatial;
    /** Lower layers were left out since then. */
    private boolean apart;

    private long pictureTimestamp = Long.MIN_VALUE;
    private boolean pictureAdmitted;
    private boolean keyPicture;

    /** {@code spatialLayers}: whether the receiver can tell them apart; if not, only the lowest goes out. */
    SvcSelector(boolean spatialLayers) {
        highestSpatial = spatialLayers ? Integer.MAX_VALUE : 0;
    }

    private int wantedSpatial() {
        return Math.min(choice.rank(), highestSpatial);
    }

    @Override
    public void choose(LayerChoice newChoice) {
        choice = newChoice;
        temporal.wanted(newChoice.maxTemporalId());
    }

    @Override
    public int target(TrackSource source) {
        return choice.isPaused() || !source.encoding(0).active() ? -1 : 0;
    }

    /** One encoding is never held back. */
    @Override
    public int wished(TrackSource source) {
        return target(source);
    }

    @Override
    public void onSwitch(PacketInfo keyframe) {
        pictureTimestamp = Long.MIN_VALUE;
        onKeyframe();
    }

    private void onKeyframe() {
        currentSpatial = wantedSpatial();
        keyedSpatial = 0;
        apart = false;
        keyPicture = true;
        temporal.onKeyframe();
    }

    @Override
    public boolean needsKeyframe(TrackSource source) {
        int possible = Math.min(wantedSpatial(), source.encoding(0).state().maxSpatialId());
        return currentSpatial < possible || (apart && possible < keyedSpatial);
    }

    @Override
    public boolean admit(PacketInfo info) {
        if (info.extTimestamp != pictureTimestamp) {
            beginPicture(info);
        }
        boolean admitted = pictureAdmitted && info.spatialId <= currentSpatial;
        if (admitted && keyPicture) {
            keyedSpatial = Math.max(keyedSpatial, info.spatialId);
        }
        if (admitted && needless(info)) {
            apart = true;
            return false;
        }
        return admitted;
    }

    private boolean needless(PacketInfo info) {
        return info.ownLayerOnly && info.spatialId < keyedSpatial && !keyPicture;
    }

    private void beginPicture(PacketInfo info) {
        pictureTimestamp = info.extTimestamp;
        keyPicture = false;
        // A keyframe's upper layers refer to its base: only a packet of the base says that the picture is one.
        if (info.keyframe && info.spatialId == 0) {
            onKeyframe();
        }
        if (!apart) {
            currentSpatial = Math.min(currentSpatial, wantedSpatial());
        }
        pictureAdmitted = temporal.admitFrame(info);
    }

    @Override
    public boolean admitsLate(PacketInfo info) {
        return info.spatialId <= currentSpatial && !needless(info) && temporal.admitsLate(info);
    }

    @Override
    public boolean marker(PacketInfo info) {
        return info.marker || (info.endOfFrame && info.spatialId == currentSpatial);
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
        return currentSpatial;
    }

    @Override
    public int temporalId() {
        return temporal.current();
    }
}
