package io.steadycast.media.engine;

import org.jspecify.annotations.Nullable;

/** Confined to its shard. All peers: by handle, which transport tables know, and by id, which the control plane knows. */
final class PeerTable {
    static final int NO_HANDLE = -1;

    private final @Nullable Peer[] byHandle;
    private final LongMap<Peer> byId;
    private int firstFree;
    private int end;

    PeerTable(int limit) {
        byHandle = new @Nullable Peer[limit];
        byId = new LongMap<>(limit);
    }

    /** The handle that the next peer gets; {@link #NO_HANDLE} if the table is full. */
    int freeHandle() {
        while (firstFree < byHandle.length && byHandle[firstFree] != null) {
            firstFree++;
        }
        return firstFree == byHandle.length ? NO_HANDLE : firstFree;
    }

    void add(Peer peer) {
        int handle = peer.transport.handle();
        byHandle[handle] = peer;
        byId.put(peer.peerId, peer);
        end = Math.max(end, handle + 1);
    }

    void remove(Peer peer) {
        int handle = peer.transport.handle();
        if (byHandle[handle] != peer) {
            return;
        }
        byHandle[handle] = null;
        byId.remove(peer.peerId);
        firstFree = Math.min(firstFree, handle);
        while (end > 0 && byHandle[end - 1] == null) {
            end--;
        }
    }

    @Nullable
    Peer ofHandle(int handle) {
        return handle < 0 ? null : byHandle[handle];
    }

    @Nullable
    Peer ofId(long peerId) {
        return byId.get(peerId);
    }

    /** All peers have handles below it. */
    int end() {
        return end;
    }

    int size() {
        return byId.size();
    }
}
