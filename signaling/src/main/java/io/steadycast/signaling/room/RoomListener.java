package io.steadycast.signaling.room;

/** The port by which rooms tell the WebSockets. Called from any thread, without locks; implementations return at once. */
public interface RoomListener {
    /** Anything that {@link RoomRegistry#view(String)} shows of the room may have changed. */
    void roomChanged(String room);

    void rejoin(String sessionId, RejoinReason reason);

    /** What the page of this publisher's session shall hold back from now on. */
    void layersHeld(String sessionId, HeldLayers held);
}
