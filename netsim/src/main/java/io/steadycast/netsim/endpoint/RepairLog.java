package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/** Confined to its endpoint. By which way each video number came first. */
final class RepairLog {
    /** How a packet came. */
    enum Way {
        MEDIA,
        FEC,
        RTX
    }

    private static final int SLOTS = 8_192;

    private final long[] seen = new long[SLOTS];
    private long first = -1;
    private long highest = -1;
    private long floor = -1;
    private long byMedia;
    private long byFec;
    private long byRtx;
    private long lateMedia;
    private long lateRepair;
    private long duplicates;
    private long gaps;

    RepairLog() {
        Arrays.fill(seen, -1);
    }

    void onPacket(long seq, Way way) {
        int slot = (int) (seq & (SLOTS - 1));
        if (seen[slot] == seq) {
            duplicates++;
            return;
        }
        if (first < 0) {
            first = seq;
        }
        if (seq > highest) {
            gaps += highest < 0 ? 0 : seq - highest - 1;
            highest = seq;
        } else if (seq < first || highest - seq >= SLOTS) {
            // From before this viewer's time, or too old to know.
            duplicates++;
            return;
        }
        seen[slot] = seq;
        boolean late = seq <= floor;
        switch (way) {
            case MEDIA -> {
                byMedia += late ? 0 : 1;
                lateMedia += late ? 1 : 0;
            }
            case FEC -> {
                byFec += late ? 0 : 1;
                lateRepair += late ? 1 : 0;
            }
            case RTX -> {
                byRtx += late ? 0 : 1;
                lateRepair += late ? 1 : 0;
            }
        }
    }

    /** Frames up to this number are decoded or given up. */
    void onDecodedUpTo(long seq) {
        floor = Math.max(floor, seq);
    }

    /** Numbers found missing when a higher one came. */
    long gaps() {
        return gaps;
    }

    long byFec() {
        return byFec;
    }

    long byRtx() {
        return byRtx;
    }

    RepairReport report(long parityUsed) {
        long expected = first < 0 ? 0 : highest - first + 1;
        long late = lateMedia + lateRepair;
        long never = Math.max(0, expected - byMedia - byFec - byRtx - late);
        return new RepairReport(
                expected, expected - byMedia - lateMedia, byFec, byRtx, late, never, duplicates, parityUsed);
    }
}
