package io.steadycast.netsim.endpoint;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Confined to its endpoint. Asks for what is missing as libwebrtc does (modules/video_coding/nack_requester.cc): at once when the gap shows, then once each round
 * trip (100 ms while none is known), up to a number of tries; everything before a decoded frame is forgotten; more than 1000 missing packets empty the list, and a
 * keyframe is wanted instead.
 */
final class NackRequester {
    private static final int MAX_MISSING = 1_000;
    private static final int MAX_AGE = 10_000;
    private static final int MAX_TRIES = 100;
    private static final long DEFAULT_RTT_NS = 100_000_000L;

    private final TreeMap<Long, Missing> missing = new TreeMap<>();
    private final long[] due = new long[MAX_MISSING];
    private long newest = -1;
    private long rttNs = DEFAULT_RTT_NS;
    private boolean overflow;
    private long asked;

    private static final class Missing {
        long sentNs = Long.MIN_VALUE;
        int tries;
    }

    void rttNs(long measuredNs) {
        rttNs = measuredNs;
    }

    long asked() {
        return asked;
    }

    boolean pending() {
        return !missing.isEmpty();
    }

    /** The list overflowed since the last call. */
    boolean takeOverflow() {
        boolean was = overflow;
        overflow = false;
        return was;
    }

    /** True if numbers before this one are newly missing. */
    boolean onPacket(long extSeq) {
        if (newest < 0) {
            newest = extSeq;
            return false;
        }
        if (extSeq <= newest) {
            missing.remove(extSeq);
            return false;
        }
        boolean gap = extSeq > newest + 1;
        if (extSeq - newest > MAX_MISSING || missing.size() + (extSeq - newest) > MAX_MISSING) {
            missing.clear();
            overflow = true;
        } else {
            for (long seq = newest + 1; seq < extSeq; seq++) {
                missing.put(seq, new Missing());
            }
        }
        missing.headMap(extSeq - MAX_AGE).clear();
        newest = extSeq;
        return gap;
    }

    void clearUpTo(long extSeq) {
        missing.headMap(extSeq, true).clear();
    }

    /** What to ask for now; answers how many of {@link #batch} are valid. */
    int collect(long nowNs, boolean newOnly) {
        int count = 0;
        Iterator<Map.Entry<Long, Missing>> entries = missing.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Long, Missing> entry = entries.next();
            Missing packet = entry.getValue();
            boolean first = packet.sentNs == Long.MIN_VALUE;
            if (!first && (newOnly || nowNs - packet.sentNs < rttNs)) {
                continue;
            }
            due[count++] = entry.getKey();
            packet.sentNs = nowNs;
            if (++packet.tries >= MAX_TRIES) {
                entries.remove();
            }
        }
        asked += count;
        return count;
    }

    long[] batch() {
        return due;
    }
}
