package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSession;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.egress.ViewerStats;
import io.steadycast.media.engine.ingress.PublisherMedia;
import io.steadycast.media.engine.ingress.PublisherSession;
import io.steadycast.media.engine.ingress.PublisherSpec;
import io.steadycast.media.engine.ingress.PublisherStats;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.media.engine.log.TrackSource;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.IceCredentials;
import io.steadycast.media.engine.transport.PeerTransport;
import io.steadycast.media.engine.transport.SrtpCipherPair;
import io.steadycast.media.engine.transport.TransportContext;
import org.jspecify.annotations.Nullable;

/** Confined to its shard: only commands call it. What the control plane does with peers. */
public final class PeerControl {
    private final Shard shard;
    private final PeerTable peers;
    private final Routes routes;
    private final TransportContext transports;

    PeerControl(Shard shard, PeerTable peers, Routes routes, TransportContext transports) {
        this.shard = shard;
        this.peers = peers;
        this.routes = routes;
        this.transports = transports;
    }

    public Answer addPublisher(long nowNs, PeerSpec who, PublisherSpec spec) {
        int handle = handleFor(who);
        if (handle < 0
                || !routes.hasRoomFor(
                        spec.media().size(), shard.config().bounds().tracks())) {
            return Answer.LIMIT_REACHED;
        }
        PeerTransport transport = transport(nowNs, handle, who);
        long localSsrc = 1 + (shard.environment().random().nextInt() & 0x7fff_ffffL);
        PublisherSession session;
        try {
            session = new PublisherSession(shard.config().ingress(), spec, transport, shard.drops(), localSsrc);
        } catch (RuntimeException e) {
            transport.close(nowNs, CloseReason.INTERNAL_ERROR);
            throw e;
        }
        Route[] published = new Route[spec.media().size()];
        for (int i = 0; i < published.length; i++) {
            PublisherMedia media = spec.media().get(i);
            published[i] = routes.publish(media.source().trackId());
        }
        peers.add(new Peer(who.peerId(), transport, session, published));
        return Answer.OK;
    }

    public Answer addViewer(long nowNs, PeerSpec who, ViewerSpec spec) {
        int handle = handleFor(who);
        if (handle < 0) {
            return Answer.LIMIT_REACHED;
        }
        PeerTransport transport = transport(nowNs, handle, who);
        ViewerSession session;
        try {
            session = new ViewerSession(transport, spec, shard.config().egress());
        } catch (RuntimeException e) {
            transport.close(nowNs, CloseReason.INTERNAL_ERROR);
            throw e;
        }
        peers.add(new Peer(who.peerId(), transport, session, spec));
        return Answer.OK;
    }

    private int handleFor(PeerSpec who) {
        if (peers.ofId(who.peerId()) != null) {
            throw new IllegalStateException("peer " + who.peerId() + " is there already");
        }
        return peers.freeHandle();
    }

    private PeerTransport transport(long nowNs, int handle, PeerSpec who) {
        return new PeerTransport(nowNs, transports, handle, who.local(), who.remote(), who.inbox());
    }

    /**
     * Shows a track in a viewer's m-section, instead of what it showed before.
     *
     * @param ownerShard where the track is published
     */
    public Answer attach(long nowNs, long viewerId, String mid, TrackSource source, int ownerShard) {
        Peer peer = peers.ofId(viewerId);
        if (peer == null || peer.viewer == null) {
            return Answer.NO_SUCH_PEER;
        }
        ViewerMedia media = peer.viewerMedia(mid);
        if (media == null) {
            return Answer.NO_SUCH_MID;
        }
        if (media.codec() != source.codec()) {
            return Answer.OTHER_CODEC;
        }
        Route route = routes.watch(source.trackId(), ownerShard, peer);
        if (route == null) {
            return ownerShard == shard.index() ? Answer.NO_SUCH_TRACK : Answer.LIMIT_REACHED;
        }
        Route before = peer.watched.put(mid, route);
        if (before != null) {
            routes.unwatch(before, peer);
        }
        try {
            peer.viewer.attach(nowNs, mid, source);
        } catch (RuntimeException | AssertionError e) {
            shard.fail(nowNs, peer, e);
            return Answer.INTERNAL_ERROR;
        }
        return Answer.OK;
    }

    /** Shows nothing in a viewer's m-section. */
    public Answer detach(long nowNs, long viewerId, String mid) {
        Peer peer = peers.ofId(viewerId);
        if (peer == null || peer.viewer == null) {
            return Answer.NO_SUCH_PEER;
        }
        Route before = peer.watched.remove(mid);
        if (before != null) {
            routes.unwatch(before, peer);
            try {
                peer.viewer.detach(mid);
            } catch (RuntimeException | AssertionError e) {
                shard.fail(nowNs, peer, e);
                return Answer.INTERNAL_ERROR;
            }
        }
        return Answer.OK;
    }

    public Answer selectLayer(long nowNs, long viewerId, String mid, LayerChoice choice) {
        Peer peer = peers.ofId(viewerId);
        if (peer == null || peer.viewer == null) {
            return Answer.NO_SUCH_PEER;
        }
        if (peer.viewerMedia(mid) == null) {
            return Answer.NO_SUCH_MID;
        }
        try {
            peer.viewer.selectLayer(nowNs, mid, choice);
        } catch (RuntimeException | AssertionError e) {
            shard.fail(nowNs, peer, e);
            return Answer.INTERNAL_ERROR;
        }
        return Answer.OK;
    }

    /** A publisher is being asked to hold an encoding back, or to send it again. */
    public Answer supply(long nowNs, long publisherId, String mid, int encoding, Supply asked) {
        Peer peer = peers.ofId(publisherId);
        if (peer == null || peer.publisher == null) {
            return Answer.NO_SUCH_PEER;
        }
        return peer.publisher.supply(nowNs, mid, encoding, asked) ? Answer.OK : Answer.NO_SUCH_MID;
    }

    /** The handshake of this peer is done; its ciphers are closed with it, or now where it is gone. */
    public Answer srtpReady(long nowNs, long peerId, SrtpCipherPair ciphers) {
        Peer peer = peers.ofId(peerId);
        if (peer == null) {
            ciphers.close();
            return Answer.NO_SUCH_PEER;
        }
        peer.transport.onKeys(nowNs, ciphers);
        shard.tellEvents(peer);
        return Answer.OK;
    }

    /** A flight of the handshake to the peer's selected address. */
    public Answer sendDtls(long nowNs, long peerId, byte[] datagram) {
        Peer peer = peers.ofId(peerId);
        if (peer == null) {
            return Answer.NO_SUCH_PEER;
        }
        peer.transport.sendRaw(nowNs, datagram);
        return Answer.OK;
    }

    public Answer restartIce(long peerId, IceCredentials local, IceCredentials remote) {
        Peer peer = peers.ofId(peerId);
        if (peer == null) {
            return Answer.NO_SUCH_PEER;
        }
        peer.transport.restartIce(local, remote);
        return Answer.OK;
    }

    /** Ends a peer; the listener is told. */
    public Answer remove(long nowNs, long peerId, CloseReason reason) {
        Peer peer = peers.ofId(peerId);
        if (peer == null) {
            return Answer.NO_SUCH_PEER;
        }
        close(nowNs, peer, reason);
        return Answer.OK;
    }

    public @Nullable PublisherStats publisherStats(long peerId) {
        Peer peer = peers.ofId(peerId);
        return peer == null || peer.publisher == null ? null : peer.publisher.stats();
    }

    public @Nullable ViewerStats viewerStats(long peerId) {
        Peer peer = peers.ofId(peerId);
        return peer == null || peer.viewer == null ? null : peer.viewer.stats();
    }

    /** The session of a viewer, for the controller that steers it; null if there is none. */
    public @Nullable ViewerSession viewer(long peerId) {
        Peer peer = peers.ofId(peerId);
        return peer == null ? null : peer.viewer;
    }

    void close(long nowNs, Peer peer, CloseReason reason) {
        if (peers.ofHandle(peer.transport.handle()) != peer) {
            return;
        }
        peer.transport.close(nowNs, reason);
        forget(peer);
        shard.environment().listener().closed(peer.peerId, peer.transport.closeReason());
    }

    /** Takes a peer whose transport is closed out of all tables. */
    void forget(Peer peer) {
        peers.remove(peer);
        for (Route route : peer.published) {
            routes.unpublish(route);
        }
        for (Route route : peer.watched.values()) {
            routes.unwatch(route, peer);
        }
        peer.watched.clear();
    }
}
