package io.steadycast.media.engine.transport;

import java.util.Arrays;

/**
 * Confined to its shard. Which peer a local ufrag belongs to. Our ufrags are eight characters and pack into the long that {@link StunPeek}
 * reads out of a request, so a check from an unknown address finds its peer without allocation.
 */
public final class UfragIndex {
    public static final int NONE = -1;

    private final long[] keys;
    private final int[] handles;
    private final int slotMask;
    private final int limit;
    private int size;

    /** @param limit ufrags at most: two for each peer, because of ICE restarts */
    public UfragIndex(int limit) {
        int slots = Integer.highestOneBit(Math.max(8, limit) * 2 - 1) * 2;
        this.limit = limit;
        this.slotMask = slots - 1;
        this.keys = new long[slots];
        this.handles = new int[slots];
        Arrays.fill(handles, NONE);
    }

    public int size() {
        return size;
    }

    /** The handle for a packed ufrag, or {@link #NONE}. */
    public int find(long ufrag) {
        return handles[slot(ufrag)];
    }

    /** False when the index is full, or when the ufrag is taken. */
    boolean put(String ufrag, int handle) {
        long key = pack(ufrag);
        int slot = slot(key);
        if (size >= limit || handles[slot] != NONE) {
            return false;
        }
        keys[slot] = key;
        handles[slot] = handle;
        size++;
        return true;
    }

    void remove(String ufrag) {
        int slot = slot(pack(ufrag));
        if (handles[slot] == NONE) {
            return;
        }
        size--;
        int gap = slot;
        int next = (gap + 1) & slotMask;
        while (handles[next] != NONE) {
            int home = home(keys[next]);
            if (((next - home) & slotMask) >= ((next - gap) & slotMask)) {
                keys[gap] = keys[next];
                handles[gap] = handles[next];
                gap = next;
            }
            next = (next + 1) & slotMask;
        }
        handles[gap] = NONE;
    }

    /** The eight characters as a big-endian long. */
    static long pack(String ufrag) {
        if (ufrag.length() != IceCredentials.LOCAL_UFRAG_CHARS) {
            throw new IllegalArgumentException("local ufrag of " + ufrag.length() + " characters");
        }
        long packed = 0;
        for (int i = 0; i < ufrag.length(); i++) {
            packed = packed << 8 | (ufrag.charAt(i) & 0xFF);
        }
        return packed;
    }

    private int slot(long key) {
        int slot = home(key);
        while (handles[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & slotMask;
        }
        return slot;
    }

    private int home(long key) {
        long hash = key * 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 40) & slotMask;
    }
}
