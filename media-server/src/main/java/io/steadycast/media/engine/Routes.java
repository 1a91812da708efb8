package io.steadycast.media.engine;

import io.steadycast.media.engine.transport.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Which tracks are published here, which ones are watched here, and the notifications between shards.
 *
 * <p>A notification is one long: the watching shard's tag of the track, encoding and sequence number. The tag is a slot of its table with a generation, so that
 * notifications still in the ring after a slot was given to another track are recognized. Subscribing is repeated until the owner confirms: a command queue may
 * have been full, and it does no harm.
 */
final class Routes {
    /** 12 bits of a tag are the slot. */
    static final int MAX_REMOTE = 1 << 12;

    private static final int SLOT_BITS = 12;
    private static final int GENERATION_MASK = 0xff;
    private static final int SEQ_BITS = 40;
    private static final int ENCODING_BITS = 3;
    private static final long RETRY_NS = 1_000_000_000L;

    private final Shard shard;
    private final ShardMesh mesh;
    private final int index;
    private final LongMap<Route> published;
    private final LongMap<Route> remote;
    private final @Nullable Route[] slots;
    private final int[] generations;
    private long nextRetryNs = Long.MIN_VALUE;

    Routes(Shard shard, ShardMesh mesh, int index, ShardConfig.Bounds bounds) {
        if (bounds.remoteTracks() > MAX_REMOTE) {
            throw new IllegalArgumentException("remote tracks " + bounds.remoteTracks());
        }
        this.shard = shard;
        this.mesh = mesh;
        this.index = index;
        this.published = new LongMap<>(bounds.tracks());
        this.remote = new LongMap<>(bounds.remoteTracks());
        this.slots = new @Nullable Route[bounds.remoteTracks()];
        this.generations = new int[bounds.remoteTracks()];
    }

    int publishedCount() {
        return published.size();
    }

    int remoteCount() {
        return remote.size();
    }

    boolean hasRoomFor(int tracks, int limit) {
        return published.size() + tracks <= limit;
    }

    Route publish(long trackId) {
        Route route = new Route(trackId, index, -1);
        published.put(trackId, route);
        return route;
    }

    /** Viewers keep the route they have; nothing comes by it any more. */
    void unpublish(Route route) {
        if (published.get(route.trackId) == route) {
            published.remove(route.trackId);
        }
    }

    /** The route by which a viewer here gets the track; null if it is not published where it should be, or there is no room. */
    @Nullable
    Route watch(long trackId, int ownerShard, Peer viewer) {
        Route route = ownerShard == index ? published.get(trackId) : remote.get(trackId);
        if (route == null && ownerShard != index) {
            route = openRemote(trackId, ownerShard);
        }
        if (route != null) {
            route.add(viewer);
        }
        return route;
    }

    private @Nullable Route openRemote(long trackId, int ownerShard) {
        int slot = 0;
        while (slot < slots.length && slots[slot] != null) {
            slot++;
        }
        if (slot == slots.length) {
            return null;
        }
        Route route = new Route(trackId, ownerShard, slot);
        slots[slot] = route;
        generations[slot] = (generations[slot] + 1) & GENERATION_MASK;
        remote.put(trackId, route);
        subscribe(route);
        return route;
    }

    void unwatch(Route route, Peer viewer) {
        route.remove(viewer);
        if (route.remoteSlot < 0 || route.viewerCount() > 0 || slots[route.remoteSlot] != route) {
            return;
        }
        long tag = tag(route.remoteSlot);
        long trackId = route.trackId;
        slots[route.remoteSlot] = null;
        remote.remove(trackId);
        // If this is lost, the owner goes on telling a slot that is free, or of another generation: it costs a little,
        // until the publisher ends.
        mesh.shard(route.ownerShard).execute((owner, nowNs) -> owner.routes().onUnsubscribe(trackId, index, tag));
    }

    private void subscribe(Route route) {
        long trackId = route.trackId;
        long tag = tag(route.remoteSlot);
        mesh.shard(route.ownerShard).execute((owner, nowNs) -> owner.routes().onSubscribe(trackId, index, tag));
    }

    private void onSubscribe(long trackId, int watchingShard, long tag) {
        Route route = published.get(trackId);
        if (route != null) {
            route.subscribe(watchingShard, tag);
            mesh.shard(watchingShard)
                    .execute((watcher, nowNs) -> watcher.routes().onConfirmed(trackId, tag));
        }
    }

    private void onUnsubscribe(long trackId, int watchingShard, long tag) {
        Route route = published.get(trackId);
        if (route != null) {
            route.unsubscribe(watchingShard, tag);
        }
    }

    private void onConfirmed(long trackId, long tag) {
        Route route = remote.get(trackId);
        if (route != null && tag(route.remoteSlot) == tag) {
            route.confirmed = true;
        }
    }

    void onTick(long nowNs) {
        if (nowNs < nextRetryNs) {
            return;
        }
        nextRetryNs = nowNs + RETRY_NS;
        for (Route route : slots) {
            if (route != null && !route.confirmed) {
                subscribe(route);
            }
        }
    }

    /** A packet of a track published here is in its log: viewers of this shard are told now, other shards by their ring. */
    void fanOut(long nowNs, Route route, int encoding, long extSeq) {
        tellViewers(nowNs, route, encoding, extSeq);
        for (int i = 0; i < route.shardCount(); i++) {
            int to = route.shard(i);
            long notification = (route.tag(i) << (SEQ_BITS + ENCODING_BITS)) | ((long) encoding << SEQ_BITS) | extSeq;
            if (mesh.ring(index, to).offer(notification)) {
                mesh.shard(to).wake();
            } else {
                shard.drops().count(DropReason.RING_FULL);
            }
        }
    }

    /** Backwards: a viewer that fails is taken out, and the last one, already told, moves to its place. */
    private void tellViewers(long nowNs, Route route, int encoding, long extSeq) {
        for (int i = route.viewerCount() - 1; i >= 0; i--) {
            shard.tell(nowNs, route.viewer(i), route.trackId, encoding, extSeq);
        }
    }

    /** Takes up to so many notifications of another shard; false if more may be waiting. */
    boolean drain(long nowNs, int from, int limit) {
        SpscLongRing ring = mesh.ring(from, index);
        for (int i = 0; i < limit; i++) {
            long notification = ring.poll();
            if (notification == SpscLongRing.EMPTY) {
                return true;
            }
            long tag = notification >>> (SEQ_BITS + ENCODING_BITS);
            int slot = (int) tag & (MAX_REMOTE - 1);
            Route route = slot < slots.length ? slots[slot] : null;
            if (route != null && tag(slot) == tag) {
                int encoding = (int) (notification >>> SEQ_BITS) & ((1 << ENCODING_BITS) - 1);
                tellViewers(nowNs, route, encoding, notification & ((1L << SEQ_BITS) - 1));
            }
        }
        return false;
    }

    private long tag(int slot) {
        return ((long) generations[slot] << SLOT_BITS) | slot;
    }
}
