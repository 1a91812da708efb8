package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A viewer wants to watch {@code host}.
 *
 * @param named true if it asked for that publisher rather than for the room
 * @param policy by which it wants to be steered, if not by the server's
 * @param unservedKinds what it would take beyond what the host sends now
 */
public record ViewRequest(
        String room,
        HostRef host,
        boolean named,
        Optional<String> policy,
        TransportOffer transport,
        List<SubscribedTrackSpec> tracks,
        Set<MediaKind> unservedKinds) {
    public ViewRequest {
        tracks = List.copyOf(tracks);
        unservedKinds = Set.copyOf(unservedKinds);
    }
}
