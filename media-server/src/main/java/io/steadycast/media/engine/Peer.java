package io.steadycast.media.engine;

import io.steadycast.media.engine.egress.ViewerMedia;
import io.steadycast.media.engine.egress.ViewerSession;
import io.steadycast.media.engine.egress.ViewerSpec;
import io.steadycast.media.engine.ingress.PublisherSession;
import io.steadycast.media.engine.transport.PeerTransport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. One peer: a transport, and behind it what it publishes or what it watches. */
final class Peer {
    private static final Route[] NO_ROUTES = new Route[0];

    final long peerId;
    final PeerTransport transport;
    final @Nullable PublisherSession publisher;
    final @Nullable ViewerSession viewer;
    private final List<ViewerMedia> viewerMedia;

    /** Of a publisher: the routes of its tracks, by media index. */
    final Route[] published;

    /** Of a viewer: what each mid shows. Ordered, so that a simulation repeats itself. */
    final Map<String, Route> watched = new TreeMap<>();

    boolean connectedTold;
    boolean liveTold;

    Peer(long peerId, PeerTransport transport, PublisherSession publisher, Route[] published) {
        this.peerId = peerId;
        this.transport = transport;
        this.publisher = publisher;
        this.viewer = null;
        this.viewerMedia = List.of();
        this.published = published;
    }

    Peer(long peerId, PeerTransport transport, ViewerSession viewer, ViewerSpec spec) {
        this.peerId = peerId;
        this.transport = transport;
        this.publisher = null;
        this.viewer = viewer;
        this.viewerMedia = spec.media();
        this.published = NO_ROUTES;
    }

    @Nullable
    ViewerMedia viewerMedia(String mid) {
        for (ViewerMedia media : viewerMedia) {
            if (media.mid().equals(mid)) {
                return media;
            }
        }
        return null;
    }

    void onTick(long nowNs) {
        transport.onTick(nowNs);
        if (publisher != null) {
            publisher.onTick(nowNs);
        }
        if (viewer != null) {
            viewer.onTick(nowNs);
        }
    }
}
