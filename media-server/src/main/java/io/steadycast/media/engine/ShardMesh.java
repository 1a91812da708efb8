package io.steadycast.media.engine;

import org.jspecify.annotations.Nullable;

/** Any thread, once all shards have joined. What connects the shards of one server: a ring for each ordered pair, and each other's command queues. */
public final class ShardMesh {
    private final @Nullable Shard[] shards;
    private final SpscLongRing[][] rings;

    public ShardMesh(int count, int ringCapacity) {
        shards = new @Nullable Shard[count];
        rings = new SpscLongRing[count][count];
        for (SpscLongRing[] from : rings) {
            for (int to = 0; to < count; to++) {
                from[to] = new SpscLongRing(ringCapacity);
            }
        }
    }

    public int size() {
        return shards.length;
    }

    /** Before any loop runs: what starts the loops' threads also publishes this to them. */
    void join(int index, Shard shard) {
        if (shards[index] != null) {
            throw new IllegalStateException("shard " + index + " is there already");
        }
        shards[index] = shard;
    }

    public Shard shard(int index) {
        Shard shard = shards[index];
        if (shard == null) {
            throw new IllegalStateException("shard " + index + " has not joined");
        }
        return shard;
    }

    SpscLongRing ring(int from, int to) {
        return rings[from][to];
    }
}
