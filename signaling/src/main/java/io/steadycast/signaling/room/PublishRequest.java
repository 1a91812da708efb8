package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PublishedTrackSpec;
import io.steadycast.signaling.plane.TransportOffer;
import java.util.List;
import java.util.Optional;

/**
 * A host wants to publish.
 *
 * @param publisher the id that it calls itself by, if any
 * @param subject of its token, if any; the same subject is the same host
 */
public record PublishRequest(
        String room,
        Optional<String> publisher,
        Optional<String> subject,
        TransportOffer transport,
        List<PublishedTrackSpec> tracks) {
    public PublishRequest {
        tracks = List.copyOf(tracks);
    }
}
