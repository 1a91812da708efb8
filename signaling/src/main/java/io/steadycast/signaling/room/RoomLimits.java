package io.steadycast.signaling.room;

import java.time.Duration;

/**
 * Bounds of rooms.
 *
 * @param linger how long a room outlives its last publisher, so that a host can reload without losing its viewers
 */
public record RoomLimits(int maxRooms, int maxPeers, int maxPeersPerRoom, int maxPublishersPerRoom, Duration linger) {
    public static final RoomLimits DEFAULT = new RoomLimits(1_000, 5_000, 5_000, 8, Duration.ofSeconds(30));

    public RoomLimits {
        if (maxRooms < 1 || maxPeers < 1 || maxPeersPerRoom < 1 || maxPublishersPerRoom < 1 || linger.isNegative()) {
            throw new IllegalArgumentException("limits of rooms must be at least 1");
        }
    }
}
