package io.steadycast.media.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. The ways to one peer: its validated pairs, kept in step with the shard's {@link AddressTable} and with the connections behind them. What is
 * forgotten here is forgotten everywhere, and a connection that no pair needs any more is ended.
 */
final class PeerPaths {
    private final TransportContext shard;
    private final int handle;
    private final IcePairs pairs;
    private long reliableSinceNs = Long.MAX_VALUE;

    PeerPaths(TransportContext shard, int handle) {
        this.shard = shard;
        this.handle = handle;
        this.pairs = new IcePairs(shard.limits().pairs());
    }

    /** Since when the selected pair is a TCP connection; {@link Long#MAX_VALUE} while it is not. */
    long reliableSinceNs() {
        return reliableSinceNs;
    }

    @Nullable
    Pair selected() {
        return pairs.selected();
    }

    /** An authentic check: the way it came is one to the peer. False (and counted) when there is no room for its address. */
    boolean onValidCheck(long nowNs, Datagram d, IceResponder.Check check) {
        Pair pair = pairs.find(d);
        if (shard.addresses().find(d) != handle) {
            Pair evicted = pair == null ? pairs.evicted() : null;
            if (evicted != null) {
                drop(evicted);
            }
            if (!shard.addresses().put(d, handle)) {
                shard.drops().count(DropReason.ADDRESS_TABLE_FULL);
                return false;
            }
        }
        pairs.onValidCheck(nowNs, pair == null ? pairs.add(d) : pair, check.priority(), check.useCandidate());
        selectionMayHaveChanged(nowNs);
        return true;
    }

    /** After an ICE restart the peer nominates anew. */
    void forgetNominations() {
        pairs.forgetNominations();
    }

    /** The connection is gone: media goes by the pair that was checked last of those that are left, or nowhere. */
    void onDisconnected(long nowNs, Datagram where) {
        Pair pair = pairs.find(where);
        if (pair != null) {
            drop(pair);
            selectionMayHaveChanged(nowNs);
        }
    }

    /** Drops all pairs but the selected one that had no check for the consent time. */
    void expire(long nowNs) {
        for (int i = pairs.size() - 1; i >= 0; i--) {
            Pair pair = pairs.at(i);
            if (pair != pairs.selected()
                    && nowNs - pair.lastCheckNs > shard.limits().consentNs()) {
                drop(pair);
            }
        }
    }

    void clear() {
        while (pairs.size() > 0) {
            drop(pairs.at(0));
        }
        reliableSinceNs = Long.MAX_VALUE;
    }

    private void drop(Pair pair) {
        shard.addresses().remove(pair, handle);
        pairs.remove(pair);
        if (Datagram.isStream(pair.socket)) {
            shard.sink().disconnect(pair.socket);
        }
    }

    private void selectionMayHaveChanged(long nowNs) {
        Pair selected = pairs.selected();
        if (selected == null || !Datagram.isStream(selected.socket)) {
            reliableSinceNs = Long.MAX_VALUE;
        } else if (reliableSinceNs == Long.MAX_VALUE) {
            reliableSinceNs = nowNs;
        }
    }
}
