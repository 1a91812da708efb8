package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PeerId;
import java.util.concurrent.locks.ReentrantLock;

/** Immutable but for {@code ice}. A publisher's session. */
public record PublishSession(
        String id, PeerId peer, String room, String publisher, IceSession ice, ReentrantLock changing)
        implements MediaSession {}
