package io.steadycast.signaling.room;

import io.steadycast.signaling.plane.CloseReason;
import io.steadycast.signaling.plane.MediaListener;
import io.steadycast.signaling.plane.MediaPlane;
import io.steadycast.signaling.plane.MediaPlaneException;
import io.steadycast.signaling.plane.PeerId;
import io.steadycast.signaling.room.RoomChanges.Effects;
import io.steadycast.signaling.room.RoomChanges.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any thread. Everything that follows from events, each room's in its order: changes of the rooms under the registry's lock and, without
 * it, calls of the media plane and the listener. One virtual thread finds out whose event it is, which needs the lock but never the media
 * plane, so that neither a media loop waits for us nor one room for another. Queues are bounded by the number of peers, since each peer
 * tells a few things once; ticks and layer changes that wait are merged.
 */
final class RoomEvents implements MediaListener {
    private static final Logger LOG = LoggerFactory.getLogger(RoomEvents.class);
    private static final long CLOSE_MS = 5_000;

    private final RoomRegistry registry;
    private final MediaPlane plane;
    private final ExecutorService arrivals = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("room-event-arrivals").factory());
    private final RoomOrder order = new RoomOrder();
    private final Set<PeerId> layersDirty = ConcurrentHashMap.newKeySet();
    private final Set<String> tickWaits = ConcurrentHashMap.newKeySet();
    private final HostUplinks uplinks;
    private volatile @Nullable RoomListener listener;

    RoomEvents(RoomRegistry registry, MediaPlane plane, PausePolicy pauses) {
        this.registry = registry;
        this.plane = plane;
        this.uplinks = new HostUplinks(plane, pauses, registry.clock(), this::held);
    }

    void listener(RoomListener told) {
        listener = told;
    }

    @Override
    public void connected(PeerId peer) {
        // Rooms only care for media.
    }

    @Override
    public void live(PeerId publisher) {
        later(publisher, () -> {
            apply(changes -> changes.live(publisher, registry.clock().epochMs()));
            refresh(publisher);
            adopt(publisher);
        });
    }

    @Override
    public void layersChanged(PeerId publisher) {
        if (layersDirty.add(publisher)) {
            later(publisher, () -> {
                layersDirty.remove(publisher);
                uplinks.on(publisher, HostUplink::look);
                refresh(publisher);
            });
        }
    }

    @Override
    public void closed(PeerId peer, CloseReason reason) {
        later(peer, () -> {
            uplinks.ended(peer);
            apply(changes -> changes.ended(peer, reason, registry.clock().nowNs()));
        });
    }

    /** Moves the viewers that wait for this publisher over to it. */
    void adoptLater(PeerId publisher) {
        later(publisher, () -> adopt(publisher));
    }

    /** A viewer of this publisher is being made. */
    void viewerComes(String room, PeerId publisher) {
        uplink(room, publisher, HostUplink::viewerComes);
    }

    void pageCame(PublishSession session, long binding) {
        later(session.room(), () -> uplinks.pageCame(session, binding));
    }

    void pageWent(PublishSession session, long binding) {
        later(session.room(), () -> uplinks.pageWent(session, binding));
    }

    void uplink(String room, PeerId publisher, HostUplinks.Work work) {
        later(room, () -> uplinks.on(publisher, work));
    }

    /** After what was told of peers, too, which goes through another queue first. */
    void after(String room, Runnable work) {
        arrivals.execute(() -> later(room, work));
    }

    private void held(String sessionId, HeldLayers held) {
        RoomListener told = listener;
        if (told != null) {
            told.layersHeld(sessionId, held);
        }
    }

    void changedLater(String room) {
        later(room, () -> changed(room));
    }

    /** Expires and refreshes; a tick that comes while a room still has one to do is the same tick. */
    void tick(boolean refreshTracks) {
        for (String room : registry.locked(RoomChanges::roomNames)) {
            if (tickWaits.add(room)) {
                later(room, () -> tick(room, refreshTracks));
            }
        }
    }

    private void tick(String room, boolean refreshTracks) {
        tickWaits.remove(room);
        apply(changes -> changes.expire(room, registry.clock().nowNs()));
        for (PeerId publisher : registry.locked(changes -> changes.livePublishers(room))) {
            uplinks.on(publisher, HostUplink::tick);
            if (refreshTracks) {
                refresh(publisher);
            }
        }
    }

    /** Applies a change and does what follows. */
    void apply(Function<RoomChanges, Effects> change) {
        Effects effects = registry.locked(change);
        effects.rejoin().forEach(this::rejoin);
        effects.close().forEach(plane::close);
        effects.rooms().forEach(this::changed);
    }

    void rejoin(String sessionId, RejoinReason reason) {
        RoomListener told = listener;
        if (told != null) {
            told.rejoin(sessionId, reason);
        }
    }

    /** Waits for what was begun, unless the media plane does not come back from it. */
    void close() {
        arrivals.close();
        order.close(CLOSE_MS);
    }

    private void changed(String room) {
        RoomListener told = listener;
        if (told != null) {
            told.roomChanged(room);
        }
    }

    private void adopt(PeerId publisher) {
        Optional<Move> move = registry.locked(changes -> changes.takeStranded(publisher));
        if (move.isEmpty()) {
            return;
        }
        List<PeerId> notCarried = new ArrayList<>();
        for (PeerId from : move.get().from()) {
            try {
                notCarried.addAll(plane.movePublisher(from, publisher));
            } catch (MediaPlaneException e) {
                // The new publisher ended meanwhile; its own end is an event that comes after this one.
                LOG.info("viewers of {} could not be moved to {}: {}", from, publisher, e.getMessage());
            }
        }
        Map<String, RejoinReason> rejoin = registry.locked(changes -> changes.afterMove(move.get(), notCarried));
        rejoin.forEach(this::rejoin);
    }

    private void refresh(PeerId publisher) {
        try {
            var tracks = plane.tracks(publisher);
            registry.locked(changes -> changes.tracks(publisher, tracks)).ifPresent(this::changed);
        } catch (MediaPlaneException e) {
            // Ended meanwhile; its end is an event of its own.
            LOG.debug("no tracks of {}: {}", publisher, e.getMessage());
        }
    }

    private void later(PeerId peer, Runnable work) {
        try {
            arrivals.execute(() -> {
                Optional<String> room = registry.locked(changes -> changes.roomOf(peer));
                room.ifPresentOrElse(found -> later(found, work), () -> layersDirty.remove(peer));
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("event after close", e);
        }
    }

    private void later(String room, Runnable work) {
        try {
            order.execute(room, work);
        } catch (RejectedExecutionException e) {
            LOG.debug("event after close", e);
        }
    }
}
