package io.steadycast.signaling.plane;

import java.util.List;

/** Everything the media plane must know to send {@code publisher}'s tracks to a new viewer. */
public record SubscribeSpec(
        PeerId peer, String room, TransportOffer transport, PeerId publisher, List<SubscribedTrackSpec> tracks) {
    public SubscribeSpec {
        tracks = Checks.unique(Checks.notEmpty(tracks, "the tracks of a viewer"), SubscribedTrackSpec::mid, "mids");
    }
}
