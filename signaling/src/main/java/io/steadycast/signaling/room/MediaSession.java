package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.PeerId;
import java.util.concurrent.locks.ReentrantLock;

/** One session resource of WHIP or WHEP. Identity is immutable; what changes names its guard. */
public sealed interface MediaSession permits PublishSession, ViewSession {
    /** Unguessable; whoever knows it may steer the session. */
    String id();

    PeerId peer();

    String room();

    IceSession ice();

    /** Held while a client's request changes the session, so that two PATCHes come one after the other. */
    ReentrantLock changing();
}
