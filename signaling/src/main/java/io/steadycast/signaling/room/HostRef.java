package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.plane.PublishedTrackSpec;
import java.util.List;

/** A host's session at one moment: what a viewer's offer is negotiated against. */
public record HostRef(String publisher, PeerId peer, List<PublishedTrackSpec> tracks) {
    public HostRef {
        tracks = List.copyOf(tracks);
    }
}
