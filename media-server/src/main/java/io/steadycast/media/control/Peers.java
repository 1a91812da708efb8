package io.steadycast.media.control;

import io.steadycast.media.control.PeerEntry.Publisher;
import io.steadycast.media.control.PeerEntry.Viewer;
import io.steadycast.media.engine.log.Supply;
import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.MediaListener;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.MediaPlaneException.Reason;
import io.steadycast.signaling.plane.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Any thread. All peers by id, the bounds on them, and the one listener to their events. */
public final class Peers {
    private final PlaneLimits limits;
    private final ConcurrentHashMap<PeerId, PeerEntry> byId = new ConcurrentHashMap<>();
    private volatile @Nullable MediaListener listener;
    private volatile boolean shuttingDown;

    public Peers(PlaneLimits limits) {
        this.limits = limits;
    }

    void listen(MediaListener told) {
        listener = told;
    }

    /** Throws if one more peer with so many m-lines and bytes of packet logs would be too many. */
    void checkRoom(int tracks, long logBytes) throws MediaPlaneException {
        if (shuttingDown) {
            throw new MediaPlaneException(Reason.SHUTTING_DOWN, "The server is shutting down.");
        }
        if (byId.size() >= limits.peers()) {
            throw limit("The server is full: " + limits.peers() + " peers (limits.max-peers).");
        }
        if (tracks > limits.tracksPerPeer()) {
            throw limit(tracks + " tracks are more than " + limits.tracksPerPeer() + " (limits.max-tracks-per-peer).");
        }
        if (logBytes > 0 && logBytes() + logBytes > limits.logBytes()) {
            throw limit("No memory is left for one more host (media.max-log-bytes).");
        }
    }

    private long logBytes() {
        long sum = 0;
        for (PeerEntry entry : byId.values()) {
            if (entry instanceof Publisher publisher) {
                sum += publisher.logBytes();
            }
        }
        return sum;
    }

    private static MediaPlaneException limit(String message) {
        return new MediaPlaneException(Reason.LIMIT_REACHED, message);
    }

    void add(PeerEntry entry) {
        if (byId.putIfAbsent(entry.id(), entry) != null) {
            throw new IllegalArgumentException(entry.id() + " exists already");
        }
        entry.host().arrived();
    }

    /** A peer that never came to life: no event tells of it. */
    void forget(PeerEntry entry) {
        remove(entry);
        entry.end();
    }

    private void remove(PeerEntry entry) {
        if (byId.remove(entry.id(), entry)) {
            entry.host().left();
        }
    }

    void connected(PeerEntry entry) {
        MediaListener told = listener;
        if (told != null) {
            told.connected(entry.id());
        }
    }

    void live(PeerEntry entry) {
        MediaListener told = listener;
        if (told != null) {
            told.live(entry.id());
        }
    }

    void layersChanged(PeerEntry entry) {
        MediaListener told = listener;
        if (told != null) {
            told.layersChanged(entry.id());
        }
    }

    /** The shard let go of the peer. Viewers of a publisher stay, and remember whose they were. */
    void ended(PeerEntry entry, CloseReason reason) {
        remove(entry);
        MediaListener told = listener;
        if (entry.end() && told != null) {
            told.closed(entry.id(), entry.closeReason(reason));
        }
    }

    @Nullable
    PeerEntry find(PeerId id) {
        return byId.get(id);
    }

    PeerEntry any(PeerId id) throws MediaPlaneException {
        PeerEntry entry = byId.get(id);
        if (entry == null) {
            throw new MediaPlaneException(Reason.NO_SUCH_PEER, "There is no " + id + ".");
        }
        return entry;
    }

    Publisher publisher(PeerId id) throws MediaPlaneException {
        if (any(id) instanceof Publisher publisher) {
            return publisher;
        }
        throw new MediaPlaneException(Reason.NO_SUCH_PEER, id + " is no publisher.");
    }

    Viewer viewer(PeerId id) throws MediaPlaneException {
        if (any(id) instanceof Viewer viewer) {
            return viewer;
        }
        throw new MediaPlaneException(Reason.NO_SUCH_PEER, id + " is no viewer.");
    }

    List<Viewer> viewersOf(PeerId publisher) {
        List<Viewer> viewers = new ArrayList<>();
        for (PeerEntry entry : byId.values()) {
            if (entry instanceof Viewer viewer && viewer.source().equals(publisher)) {
                viewers.add(viewer);
            }
        }
        return viewers;
    }

    List<PeerEntry> all() {
        return List.copyOf(byId.values());
    }

    void refuseNewOnes() {
        shuttingDown = true;
    }

    public int publishers() {
        return (int) byId.values().stream().filter(Publisher.class::isInstance).count();
    }

    public int viewers() {
        return byId.size() - publishers();
    }

    /** The share of packets that the worst of all uplinks loses, before or after repair. */
    public double worstUplinkLoss(boolean afterRepair) {
        double worst = 0;
        for (PeerEntry entry : byId.values()) {
            if (entry instanceof Publisher publisher) {
                worst = Math.max(worst, publisher.worstLoss(afterRepair));
            }
        }
        return worst;
    }

    /** Encodings of all published video in this state. */
    public int encodings(Supply supply) {
        int count = 0;
        for (PeerEntry entry : byId.values()) {
            if (entry instanceof Publisher publisher) {
                count += publisher.encodings(supply);
            }
        }
        return count;
    }
}
