package io.steadycast.media.engine;

import org.jspecify.annotations.Nullable;

/** Confined to its shard. A bounded map from long to object without boxed keys: open addressing, entries behind a removed one move up. */
final class LongMap<T> {
    private final long[] keys;
    private final @Nullable Object[] values;
    private final int mask;
    private final int limit;
    private int size;

    LongMap(int limit) {
        int slots = Integer.highestOneBit(Math.max(8, limit) * 2 - 1) * 2;
        this.limit = limit;
        this.mask = slots - 1;
        this.keys = new long[slots];
        this.values = new @Nullable Object[slots];
    }

    int size() {
        return size;
    }

    boolean full() {
        return size >= limit;
    }

    @SuppressWarnings("unchecked") // only put() writes
    @Nullable
    T get(long key) {
        return (T) values[slot(key)];
    }

    /** Replaces what was there. The caller looked at {@link #full} first. */
    void put(long key, T value) {
        int slot = slot(key);
        if (values[slot] == null) {
            if (full()) {
                throw new IllegalStateException("more than " + limit + " entries");
            }
            size++;
        }
        keys[slot] = key;
        values[slot] = value;
    }

    void remove(long key) {
        int gap = slot(key);
        if (values[gap] == null) {
            return;
        }
        size--;
        int next = (gap + 1) & mask;
        while (values[next] != null) {
            if (((next - home(keys[next])) & mask) >= ((next - gap) & mask)) {
                keys[gap] = keys[next];
                values[gap] = values[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        values[gap] = null;
    }

    private int slot(long key) {
        int slot = home(key);
        while (values[slot] != null && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int home(long key) {
        long hash = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 40) & mask;
    }
}
