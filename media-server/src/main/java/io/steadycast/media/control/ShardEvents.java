package io.steadycast.media.control;

import io.steadycast.media.engine.ShardListener;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.signaling.plane.PeerId;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Called on one shard's loop. Passes events on to the control plane's listener, which hands them on and returns at once. */
final class ShardEvents implements ShardListener {
    private static final Logger LOG = LoggerFactory.getLogger(ShardEvents.class);
    private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(1);

    private final Peers peers;
    private long lastErrorNs = System.nanoTime() - LOG_EVERY_NS;

    ShardEvents(Peers peers) {
        this.peers = peers;
    }

    @Override
    public void connected(long peerId) {
        PeerEntry peer = peers.find(new PeerId(peerId));
        if (peer != null) {
            peers.connected(peer);
        }
    }

    @Override
    public void live(long peerId) {
        PeerEntry peer = peers.find(new PeerId(peerId));
        if (peer != null) {
            peers.live(peer);
        }
    }

    @Override
    public void layersChanged(long peerId) {
        PeerEntry peer = peers.find(new PeerId(peerId));
        if (peer != null) {
            peers.layersChanged(peer);
        }
    }

    @Override
    public void closed(long peerId, CloseReason reason) {
        PeerEntry peer = peers.find(new PeerId(peerId));
        if (peer != null) {
            LOG.debug("peer {} ended: {}", peerId, reason);
            peers.ended(peer, Translation.reason(reason));
        }
    }

    /** Ours to mend, so it is told loudly; but a bug that every packet meets must not fill the disk. */
    @Override
    public void internalError(long peerId, Throwable error) {
        long nowNs = System.nanoTime();
        if (nowNs - lastErrorNs >= LOG_EVERY_NS) {
            lastErrorNs = nowNs;
            LOG.error("a bug closed peer {}", peerId, error);
        }
    }
}
