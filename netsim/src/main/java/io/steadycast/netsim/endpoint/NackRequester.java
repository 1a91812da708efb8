package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/**
 * Confined to its endpoint. Asks for what is missing as libwebrtc does (modules/video_coding/nack_requester.cc@bb9331cf): at once when the gap shows, then once each
 * round trip (100 ms while none is known) at the next of the module's 20 ms looks, 100 times at most; more than 1000 missing packets empty the list, and a keyframe
 * is wanted instead. What parity or a retransmission brought before its gap showed is not asked for.
 */
final class NackRequester {
    static final long LOOK_NS = 20_000_000L;
    static final long NEVER = Long.MAX_VALUE;
    private static final int MAX_MISSING = 1_000;
    private static final int MAX_AGE = 10_000;
    private static final int MAX_TRIES = 100;
    private static final long DEFAULT_RTT_NS = 100_000_000L;
    private static final long UNSENT = Long.MIN_VALUE;
    private static final int RECOVERED_SLOTS = 2_048;

    private final long startNs;
    private final Metronome metronome;
    private final long[] seqs = new long[MAX_MISSING];
    private final long[] sentNs = new long[MAX_MISSING];
    private final int[] tries = new int[MAX_MISSING];
    private final long[] due = new long[MAX_MISSING];
    private final long[] recovered = new long[RECOVERED_SLOTS];
    private int count;
    private long newest = -1;
    private long rttNs = DEFAULT_RTT_NS;
    private long nextLookNs = NEVER;
    private boolean overflow;
    private long asked;

    /** @param startNs when the module's clock of looks began */
    NackRequester(long startNs) {
        this.startNs = startNs;
        this.metronome = new Metronome(startNs);
        Arrays.fill(recovered, -1);
    }

    void rttNs(long measuredNs) {
        rttNs = measuredNs;
    }

    /** Numbers asked for, repetitions included. */
    long asked() {
        return asked;
    }

    /** When {@link #collectRepeats} has something next. */
    long nextLookNs() {
        return nextLookNs;
    }

    /** The list overflowed since the last call. */
    boolean takeOverflow() {
        boolean was = overflow;
        overflow = false;
        return was;
    }

    /** A packet came; answers how often it was asked for. New gaps wait for {@link #collectNew}. */
    int onPacket(long extSeq, boolean wasRecovered) {
        if (newest < 0) {
            newest = extSeq;
            return 0;
        }
        if (extSeq == newest) {
            return 0;
        }
        if (extSeq < newest) {
            int at = Arrays.binarySearch(seqs, 0, count, extSeq);
            if (at < 0) {
                return 0;
            }
            int nacked = tries[at];
            remove(at, at + 1);
            return nacked;
        }
        if (wasRecovered) {
            recovered[(int) (extSeq & (RECOVERED_SLOTS - 1))] = extSeq;
            return 0;
        }
        addMissing(newest + 1, extSeq);
        newest = extSeq;
        return 0;
    }

    private void addMissing(long from, long to) {
        removeBelow(to - MAX_AGE);
        if (count + (to - from) > MAX_MISSING) {
            count = 0;
            overflow = true;
            return;
        }
        for (long seq = from; seq < to; seq++) {
            if (recovered[(int) (seq & (RECOVERED_SLOTS - 1))] != seq) {
                seqs[count] = seq;
                sentNs[count] = UNSENT;
                tries[count++] = 0;
            }
        }
    }

    /** Everything before this number is there or of no use. */
    void clearUpTo(long extSeq) {
        removeBelow(extSeq);
    }

    private void removeBelow(long extSeq) {
        int at = 0;
        while (at < count && seqs[at] < extSeq) {
            at++;
        }
        if (at > 0) {
            remove(0, at);
        }
    }

    private void remove(int from, int to) {
        System.arraycopy(seqs, to, seqs, from, count - to);
        System.arraycopy(sentNs, to, sentNs, from, count - to);
        System.arraycopy(tries, to, tries, from, count - to);
        count -= to - from;
        if (count == 0) {
            nextLookNs = NEVER;
        }
    }

    /** What was never asked for; answers how many of {@link #batch} are valid. */
    int collectNew(long nowNs) {
        int wanted = 0;
        for (int at = count - 1; at >= 0 && sentNs[at] == UNSENT; at--) {
            wanted++;
        }
        for (int at = count - wanted; at < count; at++) {
            due[at - (count - wanted)] = seqs[at];
            sentNs[at] = nowNs;
            tries[at] = 1;
        }
        asked += wanted;
        if (wanted > 0) {
            nextLookNs = Math.min(nextLookNs, lookAfter(nowNs + rttNs));
        }
        return wanted;
    }

    /** What was asked for a round trip ago and did not come; answers how many of {@link #batch} are valid. */
    int collectRepeats(long nowNs) {
        if (nowNs < nextLookNs) {
            return 0;
        }
        int wanted = 0;
        int kept = 0;
        long earliestNs = NEVER;
        for (int at = 0; at < count; at++) {
            boolean again = sentNs[at] == UNSENT || nowNs - sentNs[at] >= rttNs;
            int times = tries[at] + (again ? 1 : 0);
            if (again) {
                due[wanted++] = seqs[at];
            }
            if (times < MAX_TRIES || !again) {
                seqs[kept] = seqs[at];
                sentNs[kept] = again ? nowNs : sentNs[at];
                tries[kept] = times;
                earliestNs = Math.min(earliestNs, sentNs[kept]);
                kept++;
            }
        }
        count = kept;
        asked += wanted;
        nextLookNs = earliestNs == NEVER ? NEVER : Math.max(lookAfter(earliestNs + rttNs), lookAfter(nowNs + 1));
        return wanted;
    }

    /** Looks are due each 20 ms, and each comes at the browser's next tick. */
    private long lookAfter(long atNs) {
        long dueNs = startNs + Math.ceilDiv(atNs - Metronome.PERIOD_NS - startNs, LOOK_NS) * LOOK_NS;
        while (metronome.at(dueNs) < atNs) {
            dueNs += LOOK_NS;
        }
        return metronome.at(dueNs);
    }

    long[] batch() {
        return due;
    }

    int missing() {
        return count;
    }
}
