package io.steadycast.media.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. A bounded map from SSRC to its context: open addressing, no boxed key, entries are never removed. It starts small and
 * doubles up to its limit, because most peers have a handful of SSRCs.
 */
final class SsrcTable<T> {
    private static final int GOLDEN = 0x9E37_79B9;
    private static final int FIRST_CAPACITY = 16;

    private final int limit;
    private int shift;
    private int[] ssrcs = new int[0];
    private @Nullable Object[] contexts = new @Nullable Object[0];
    private int size;

    SsrcTable(int limit) {
        this.limit = limit;
        allocate(FIRST_CAPACITY);
    }

    boolean full() {
        return size >= limit;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only add() writes
    @Nullable
    T find(int ssrc) {
        return (T) contexts[slot(ssrc)];
    }

    /** Only for an SSRC that is not in here yet. */
    void add(int ssrc, T context) {
        if (full()) {
            throw new IllegalStateException("more than " + limit + " contexts");
        }
        if (2 * (size + 1) > contexts.length) {
            grow();
        }
        put(ssrc, context);
        size++;
    }

    private void grow() {
        int[] oldSsrcs = ssrcs;
        @Nullable Object[] oldContexts = contexts;
        allocate(oldContexts.length * 2);
        for (int i = 0; i < oldContexts.length; i++) {
            Object context = oldContexts[i];
            if (context != null) {
                put(oldSsrcs[i], context);
            }
        }
    }

    private void allocate(int capacity) {
        ssrcs = new int[capacity];
        contexts = new @Nullable Object[capacity];
        shift = Integer.numberOfLeadingZeros(capacity) + 1;
    }

    private void put(int ssrc, Object context) {
        int slot = slot(ssrc);
        ssrcs[slot] = ssrc;
        contexts[slot] = context;
    }

    private int slot(int ssrc) {
        int slot = (ssrc * GOLDEN) >>> shift;
        while (contexts[slot] != null && ssrcs[slot] != ssrc) {
            slot = (slot + 1) & (contexts.length - 1);
        }
        return slot;
    }
}
