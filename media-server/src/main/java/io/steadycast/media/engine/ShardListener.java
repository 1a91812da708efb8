package io.steadycast.media.engine;

import io.steadycast.media.engine.transport.CloseReason;

/** Told what happens to the peers of a shard, on its loop: implementations hand the work on and return at once. */
public interface ShardListener {
    /** Selected pair and keys are there: media may flow. Once. */
    void connected(long peerId);

    /** The first media packet of a publisher was accepted. Once. */
    void live(long peerId);

    /** Sizes, ranks or activity of a publisher's layers changed, or a viewer wishes for one that is paused. */
    void layersChanged(long peerId);

    /** The peer is gone and left nothing behind. Once, for every peer that was added. */
    void closed(long peerId, CloseReason reason);

    /** Our own bug, in what one peer caused; {@link #closed} follows. */
    void internalError(long peerId, Throwable error);
}
