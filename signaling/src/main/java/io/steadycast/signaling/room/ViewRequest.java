package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.MediaKind;
import io.steadycast.signaling.plane.SubscribedTrackSpec;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.List;
import java.util.Set;

/**
 * A viewer wants to watch {@code host}.
 *
 * @param named true if it asked for that publisher rather than for the room
 * @param unservedKinds what it would take beyond what the host sends now
 */
public record ViewRequest(
        String room,
        HostRef host,
        boolean named,
        TransportOffer transport,
        List<SubscribedTrackSpec> tracks,
        Set<MediaKind> unservedKinds) {
    public ViewRequest {
        tracks = List.copyOf(tracks);
        unservedKinds = Set.copyOf(unservedKinds);
    }
}
