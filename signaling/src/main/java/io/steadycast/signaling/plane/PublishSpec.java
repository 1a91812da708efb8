package io.steadycast.signaling.plane;

import java.util.List;

/** Everything the media plane must know to receive from a new publisher. */
public record PublishSpec(PeerId peer, String room, TransportOffer transport, List<PublishedTrackSpec> tracks) {
    public PublishSpec {
        tracks = Checks.unique(Checks.notEmpty(tracks, "the tracks of a publisher"), PublishedTrackSpec::mid, "mids");
    }
}
