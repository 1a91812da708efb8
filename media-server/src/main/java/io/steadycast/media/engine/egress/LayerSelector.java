package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.Codec;
import io.steadycast.media.engine.log.MediaKind;
import io.steadycast.media.engine.log.PacketInfo;
import io.steadycast.media.engine.log.TrackSource;

/** Confined to its shard. Which encoding a viewer should see, and which packets of it go out. */
sealed interface LayerSelector permits PassThroughSelector, SimulcastSelector, SvcSelector {

    /**
     * A video track in one encoding is judged packet by packet: it may be SVC.
     *
     * @param described whether the viewer gets the dependency descriptor. Without it AV1 says nowhere which spatial layer a frame belongs to:
     *     a receiver takes them for frames in a row and decodes none (seen with Chromium 156), so it gets the base layer alone.
     */
    static LayerSelector of(TrackSource source, boolean described) {
        if (source.kind() == MediaKind.AUDIO) {
            return new PassThroughSelector();
        }
        return source.encodingCount() > 1
                ? new SimulcastSelector()
                : new SvcSelector(described || source.codec() != Codec.AV1);
    }

    void choose(LayerChoice choice);

    /** Index of the encoding to forward; -1 if there is none, or nothing shall be sent. */
    int target(TrackSource source);

    /** The same of those that could be had: the publisher holds back what nobody wishes for. */
    int wished(TrackSource source);

    /** The keyframe from which on an encoding is forwarded. */
    void onSwitch(PacketInfo keyframe);

    /** Whether the picture on the screen is below what was chosen although it could be had, so that a keyframe is needed. */
    boolean needsKeyframe(TrackSource source);

    /** Judges a packet of the current encoding; packets come in order, late ones are judged by {@link #admitsLate}. */
    boolean admit(PacketInfo info);

    /** A repaired packet whose number was reserved: better sent than not, unless its references were dropped. */
    boolean admitsLate(PacketInfo info);

    /** The marker bit as this viewer must see it: the last packet of its picture. */
    boolean marker(PacketInfo info);

    /** While set, only what a base temporal layer needs is admitted: a long replay. */
    void baseOnly(boolean on);

    /** While set, upper temporal layers are left out as at the choice of a lower one: the viewer's queue is long. */
    void pressed(boolean on);

    /** The spatial layer that is forwarded. */
    int spatialId();

    int temporalId();
}
