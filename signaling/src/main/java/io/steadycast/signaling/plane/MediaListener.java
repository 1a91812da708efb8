package io.steadycast.signaling.plane;

/** Told what happens to peers. Called from any thread, so implementations hand the work on and return at once; they never block. */
public interface MediaListener {
    /** ICE and DTLS are through; media may flow. */
    void connected(PeerId peer);

    /** The first media packet of a publisher was accepted. Comes once, after {@code connected}. */
    void live(PeerId publisher);

    /** Sizes, ranks or activity of a publisher's layers changed, or a viewer wishes for one that is held back; {@link MediaPlane#tracks} tells how. */
    void layersChanged(PeerId publisher);

    /** The peer is gone. Comes exactly once for every peer that was made, also after {@link MediaPlane#close}. */
    void closed(PeerId peer, CloseReason reason);
}
