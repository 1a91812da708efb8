package io.steadycast.media.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Confined to its shard. The validated pairs of one peer and which of them is selected. We are ICE-lite and therefore controlled: the peer
 * nominates (RFC 8445 section 8), and before it does, its latest valid check shows where it can be reached.
 */
final class IcePairs {
    /** Nominations of several pairs within this time are aggressive nomination: the priority decides (RFC 5245 section 8.1.1.2). */
    private static final long AGGRESSIVE_NS = 500_000_000L;
    /** A selected pair that was silent for longer (three consent checks) gives way to any pair that is alive. */
    private static final long SILENT_NS = 15_000_000_000L;

    private final Pair[] pairs;
    private int size;
    private @Nullable Pair selected;

    IcePairs(int limit) {
        pairs = new Pair[limit];
    }

    @Nullable
    Pair selected() {
        return selected;
    }

    int size() {
        return size;
    }

    Pair at(int i) {
        return pairs[i];
    }

    @Nullable
    Pair find(Datagram d) {
        for (int i = 0; i < size; i++) {
            if (pairs[i].matches(d)) {
                return pairs[i];
            }
        }
        return null;
    }

    /** Whether {@link #add} would evict: the pair that has been quiet for longest and is not selected, or null while there is room. */
    @Nullable
    Pair evicted() {
        if (size < pairs.length) {
            return null;
        }
        Pair oldest = null;
        for (Pair pair : pairs) {
            if (pair != selected && (oldest == null || pair.lastCheckNs < oldest.lastCheckNs)) {
                oldest = pair;
            }
        }
        return oldest;
    }

    Pair add(Datagram d) {
        Pair pair = new Pair();
        pair.setAddress(d);
        pairs[size++] = pair;
        return pair;
    }

    void remove(Pair pair) {
        for (int i = 0; i < size; i++) {
            if (pairs[i] == pair) {
                System.arraycopy(pairs, i + 1, pairs, i, --size - i);
                break;
            }
        }
        if (selected == pair) {
            selected = lastChecked();
        }
    }

    private @Nullable Pair lastChecked() {
        Pair last = null;
        for (int i = 0; i < size; i++) {
            if (last == null || pairs[i].lastCheckNs > last.lastCheckNs) {
                last = pairs[i];
            }
        }
        return last;
    }

    /** After an ICE restart the selected pair stays in use until a check of the new generation says where to go. */
    void forgetNominations() {
        for (int i = 0; i < size; i++) {
            pairs[i].nominated = false;
        }
    }

    /** Takes note of a valid check and selects. */
    void onValidCheck(long nowNs, Pair pair, long priority, boolean useCandidate) {
        boolean first = !pair.checked;
        pair.priority = priority;
        Pair current = selected;
        if (current == null || pair == current) {
            selected = pair;
        } else if (useCandidate ? nominationMoves(nowNs, pair, current) : checkMoves(nowNs, pair, current, first)) {
            selected = pair;
        }
        pair.checked = true;
        pair.lastCheckNs = nowNs;
        if (useCandidate) {
            pair.nominated = true;
            pair.lastNominationNs = nowNs;
        }
    }

    private static boolean nominationMoves(long nowNs, Pair pair, Pair current) {
        return !current.nominated
                || Long.compareUnsigned(pair.priority, current.priority) >= 0
                || nowNs - current.lastNominationNs > AGGRESSIVE_NS;
    }

    /**
     * A check without nomination moves an un-nominated peer; a nominated one only if its old address has died, or if the same candidate of the
     * peer (same PRIORITY) shows up at an address never seen: that is a NAT that rebound. A second interface that the peer merely tries out has
     * another priority and moves nothing.
     */
    private static boolean checkMoves(long nowNs, Pair pair, Pair current, boolean first) {
        return !current.nominated
                || (first && pair.priority == current.priority)
                || nowNs - current.lastCheckNs > SILENT_NS;
    }
}
