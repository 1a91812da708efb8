package io.steadycast.signaling.plane;

import java.util.List;
import java.util.Optional;

/**
 * Everything the media plane must know to send {@code publisher}'s tracks to a new viewer.
 *
 * @param policy by which it is steered, if not by the server's
 */
public record SubscribeSpec(
        PeerId peer,
        String room,
        Optional<String> policy,
        TransportOffer transport,
        PeerId publisher,
        List<SubscribedTrackSpec> tracks) {
    public SubscribeSpec {
        tracks = Checks.unique(Checks.notEmpty(tracks, "the tracks of a viewer"), SubscribedTrackSpec::mid, "mids");
    }
}
