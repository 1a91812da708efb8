package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PublishedTrackInfo;
import java.util.List;

/**
 * A room at one moment.
 *
 * @param sinceEpochMs when its oldest host went live, 0 if none did
 */
public record RoomView(String room, boolean live, List<HostView> hosts, int viewers, long sinceEpochMs) {
    public RoomView {
        hosts = List.copyOf(hosts);
    }

    static RoomView empty(String room) {
        return new RoomView(room, false, List.of(), 0, 0);
    }

    /** A host with a session; {@code live} once its media came. */
    public record HostView(String publisher, boolean live, long sinceEpochMs, List<PublishedTrackInfo> tracks) {
        public HostView {
            tracks = List.copyOf(tracks);
        }
    }
}
