package io.steadycast.signaling.plane;

import java.util.List;

/**
 * The control plane's only view of media. Any thread; calls block until the peer's shard has done the work, so they are made from
 * virtual threads. Peer ids are drawn by the caller, so that no event can name a peer the caller does not know yet.
 */
public interface MediaPlane {
    /** Makes a peer that receives {@code spec.tracks()}. */
    PublishAnswer publish(PublishSpec spec) throws MediaPlaneException;

    /** Makes a peer that is sent tracks of {@code spec.publisher()}, each m-line on {@link LayerChoice#DEFAULT}. */
    SubscribeAnswer subscribe(SubscribeSpec spec) throws MediaPlaneException;

    /** Restarts ICE (RFC 8445 section 9): returns new local credentials. Keys and media go on; the old pair serves until the new one. */
    IceParameters restartIce(PeerId peer, IceParameters remote) throws MediaPlaneException;

    /**
     * Ends a peer; unknown or already ended ones are no error. Viewers of a closed publisher stay connected, are sent nothing, and can
     * still be moved on by {@link #movePublisher} from its id.
     */
    void close(PeerId peer, CloseReason reason);

    /** Chooses the layer of one m-line of a viewer. */
    void selectLayer(PeerId viewer, String mid, LayerChoice choice) throws MediaPlaneException;

    /**
     * Attaches all viewers of {@code from} to the tracks of the same kind of {@code to}. Returns those that cannot take them, since
     * their m-lines negotiated another codec: they are left unattached and must join again.
     */
    List<PeerId> movePublisher(PeerId from, PeerId to) throws MediaPlaneException;

    /**
     * The publisher is being asked not to send a simulcast layer, or to send it again: what of its silence follows for viewers. A layer that is sent all the same
     * counts as sent after a few seconds.
     */
    void holdLayer(PeerId publisher, String mid, String rid, LayerHold hold) throws MediaPlaneException;

    PeerStats stats(PeerId peer) throws MediaPlaneException;

    /** What was decided for a viewer lately, the oldest first; empty if nobody steers it. */
    List<ViewerDecision> decisions(PeerId viewer) throws MediaPlaneException;

    List<PublishedTrackInfo> tracks(PeerId publisher) throws MediaPlaneException;

    /** Sets the one listener. Called once, before any peer is made. */
    void listen(MediaListener listener);
}
