package io.steadycast.media.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. Where one track's packets go from here: to viewers of this shard, and, if the track is published here, to other shards. The viewers
 * are in an array without gaps, for the walk that every packet makes.
 */
final class Route {
    private static final int FIRST_CAPACITY = 4;

    final long trackId;
    /** The shard of the publisher. */
    final int ownerShard;
    /** In the table of remote tracks; -1 for a track that is published here. */
    final int remoteSlot;
    /** Set once the owner knows that we want this track; only for remote tracks. */
    boolean confirmed;

    private @Nullable Peer[] viewers = new @Nullable Peer[FIRST_CAPACITY];
    private int[] uses = new int[FIRST_CAPACITY];
    private int viewerCount;
    private int[] shards = new int[0];
    private long[] tags = new long[0];

    Route(long trackId, int ownerShard, int remoteSlot) {
        this.trackId = trackId;
        this.ownerShard = ownerShard;
        this.remoteSlot = remoteSlot;
    }

    int viewerCount() {
        return viewerCount;
    }

    Peer viewer(int index) {
        Peer viewer = viewers[index];
        if (viewer == null) {
            throw new IllegalStateException("no viewer " + index);
        }
        return viewer;
    }

    /** A viewer may show a track in several m-lines; it is told once. */
    void add(Peer viewer) {
        int at = indexOf(viewer);
        if (at >= 0) {
            uses[at]++;
            return;
        }
        if (viewerCount == viewers.length) {
            viewers = Arrays.copyOf(viewers, 2 * viewerCount);
            uses = Arrays.copyOf(uses, 2 * viewerCount);
        }
        viewers[viewerCount] = viewer;
        uses[viewerCount++] = 1;
    }

    void remove(Peer viewer) {
        int at = indexOf(viewer);
        if (at < 0 || --uses[at] > 0) {
            return;
        }
        viewerCount--;
        viewers[at] = viewers[viewerCount];
        uses[at] = uses[viewerCount];
        viewers[viewerCount] = null;
    }

    private int indexOf(Peer viewer) {
        for (int i = 0; i < viewerCount; i++) {
            if (viewers[i] == viewer) {
                return i;
            }
        }
        return -1;
    }

    int shardCount() {
        return shards.length;
    }

    int shard(int index) {
        return shards[index];
    }

    /** What that shard wants to find above encoding and number in each notification. */
    long tag(int index) {
        return tags[index];
    }

    /** Another shard wants to be told; again is no error. */
    void subscribe(int shard, long tag) {
        for (int i = 0; i < shards.length; i++) {
            if (shards[i] == shard) {
                tags[i] = tag;
                return;
            }
        }
        shards = Arrays.copyOf(shards, shards.length + 1);
        tags = Arrays.copyOf(tags, tags.length + 1);
        shards[shards.length - 1] = shard;
        tags[tags.length - 1] = tag;
    }

    /** Only the subscription with this tag: one that was renewed meanwhile stays. */
    void unsubscribe(int shard, long tag) {
        for (int i = 0; i < shards.length; i++) {
            if (shards[i] == shard && tags[i] == tag) {
                int last = shards.length - 1;
                shards[i] = shards[last];
                tags[i] = tags[last];
                shards = Arrays.copyOf(shards, last);
                tags = Arrays.copyOf(tags, last);
                return;
            }
        }
    }
}
