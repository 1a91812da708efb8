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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any thread. One virtual thread does everything that follows from events, in their order: it changes the rooms under the registry's lock
 * and, without it, calls the media plane and the listener. Its queue is bounded by the number of peers, since each peer tells a few things
 * once and layer changes are merged.
 */
final class RoomEvents implements MediaListener {
    private static final Logger LOG = LoggerFactory.getLogger(RoomEvents.class);

    private final RoomRegistry registry;
    private final MediaPlane plane;
    private final ExecutorService inOrder = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("room-events").factory());
    private final Set<PeerId> layersDirty = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean tickWaits = new AtomicBoolean();
    private volatile @Nullable RoomListener listener;

    RoomEvents(RoomRegistry registry, MediaPlane plane) {
        this.registry = registry;
        this.plane = plane;
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
        later(() -> {
            apply(changes -> changes.live(publisher, registry.clock().epochMs()));
            refresh(publisher);
            adopt(publisher);
        });
    }

    @Override
    public void layersChanged(PeerId publisher) {
        if (layersDirty.add(publisher)) {
            later(() -> {
                layersDirty.remove(publisher);
                refresh(publisher);
            });
        }
    }

    @Override
    public void closed(PeerId peer, CloseReason reason) {
        later(() ->
                apply(changes -> changes.ended(peer, reason, registry.clock().nowNs())));
    }

    /** Moves the viewers that wait for this publisher over to it. */
    void adoptLater(PeerId publisher) {
        later(() -> adopt(publisher));
    }

    void changedLater(String room) {
        later(() -> changed(room));
    }

    /** Expires and refreshes; a tick that comes while one waits is the same tick. */
    void tick(boolean refreshTracks) {
        if (!tickWaits.compareAndSet(false, true)) {
            return;
        }
        later(() -> {
            tickWaits.set(false);
            apply(changes -> changes.expire(registry.clock().nowNs()));
            if (refreshTracks) {
                registry.locked(RoomChanges::livePublishers).forEach(this::refresh);
            }
        });
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

    /** Waits for what was begun. */
    void close() {
        inOrder.close();
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

    private void later(Runnable work) {
        try {
            inOrder.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    LOG.error("an event of the media plane could not be handled", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("event after close", e);
        }
    }
}
