package io.steadycast.media.engine.egress;

import java.util.Arrays;

/**
 * Confined to its shard. What became of the packets of the latest blocks of parity, so far as feedback tells: what the viewer's decoder could repair, it did. A
 * libwebrtc decoder peels, and never sees retransmissions (ADAPTATION 0), so that the blocks are judged by first sendings alone.
 */
final class ParityLedger {
    /** What becomes of a packet that was reported lost. */
    enum Outlook {
        /** No parity brings it back. */
        LOST,
        /** Parity of which nothing was heard yet would. */
        HOPED,
        /** Parity that arrived did. */
        RECOVERED
    }

    private static final int BLOCKS = 64;
    private static final int MAX_MEDIA = FecEncoder.MAX_BLOCK;
    private static final int MAX_PARITY = FecEncoder.MAX_PARITY;
    private static final int PLACES = 2_048;
    private static final int NOWHERE = -1;

    private final long[] seqs = new long[BLOCKS * MAX_MEDIA];
    private final long[] rows = new long[BLOCKS * MAX_PARITY];
    private final int[] mediaCount = new int[BLOCKS];
    private final long[] firstParity = new long[BLOCKS];
    private final int[] parityCount = new int[BLOCKS];
    private final int[] paritySent = new int[BLOCKS];
    private final long[] paritySentNs = new long[BLOCKS];
    private final long[] mediaArrived = new long[BLOCKS];
    private final long[] mediaLost = new long[BLOCKS];
    private final long[] parityArrived = new long[BLOCKS];
    private final long[] parityLost = new long[BLOCKS];

    /** Block and position of a number, by the number's low bits. */
    private final int[] mediaPlace = new int[PLACES];

    private final int[] parityPlace = new int[PLACES];

    /** What was heard of the latest numbers, since a packet may be heard of before its block is closed. */
    private final long[] heardSeqs = new long[PLACES];

    private final boolean[] heardReceived = new boolean[PLACES];
    private int newest = NOWHERE;

    /** Lost packets of blocks about which something was heard, to be looked at again. */
    private final boolean[] unsettled = new boolean[BLOCKS];

    private int unsettledBlock = NOWHERE;
    private long unsettledLeft;

    ParityLedger() {
        clear();
    }

    void clear() {
        Arrays.fill(mediaPlace, NOWHERE);
        Arrays.fill(parityPlace, NOWHERE);
        Arrays.fill(unsettled, false);
        Arrays.fill(mediaCount, 0);
        Arrays.fill(parityCount, 0);
        Arrays.fill(heardSeqs, NOWHERE);
        unsettledBlock = NOWHERE;
        unsettledLeft = 0;
    }

    /** A block is closed; its parity packets follow by {@link #addRow}. */
    void open(long[] mediaSeqs, int count, long firstParitySeq) {
        newest = newest == NOWHERE ? 0 : (newest + 1) % BLOCKS;
        mediaCount[newest] = count;
        firstParity[newest] = firstParitySeq;
        parityCount[newest] = 0;
        paritySent[newest] = 0;
        paritySentNs[newest] = Long.MAX_VALUE;
        mediaArrived[newest] = 0;
        mediaLost[newest] = 0;
        parityArrived[newest] = 0;
        parityLost[newest] = 0;
        unsettled[newest] = false;
        for (int i = 0; i < count; i++) {
            seqs[newest * MAX_MEDIA + i] = mediaSeqs[i];
            int slot = (int) (mediaSeqs[i] & (PLACES - 1));
            mediaPlace[slot] = newest * MAX_MEDIA + i;
            if (heardSeqs[slot] == mediaSeqs[i]) {
                note(newest, i, heardReceived[slot]);
            }
        }
    }

    /** The block that was opened last has another parity packet, of the next number. */
    void addRow(long mask) {
        int row = parityCount[newest]++;
        rows[newest * MAX_PARITY + row] = mask;
        parityPlace[(int) (firstParity[newest] + row & (PLACES - 1))] = newest * MAX_PARITY + row;
    }

    void onParitySent(long nowNs, long paritySeq) {
        int place = parityPlace(paritySeq);
        if (place != NOWHERE) {
            int block = place / MAX_PARITY;
            if (++paritySent[block] == parityCount[block]) {
                paritySentNs[block] = nowNs;
            }
        }
    }

    /** What became of the first sending of a media packet. */
    void onMedia(long seq, boolean received) {
        int slot = (int) (seq & (PLACES - 1));
        heardReceived[slot] = received || (heardSeqs[slot] == seq && heardReceived[slot]);
        heardSeqs[slot] = seq;
        int place = mediaPlace(seq);
        if (place != NOWHERE) {
            note(place / MAX_MEDIA, place % MAX_MEDIA, heardReceived[slot]);
        }
    }

    private void note(int block, int position, boolean received) {
        long bit = 1L << position;
        if (received) {
            mediaArrived[block] |= bit;
            mediaLost[block] &= ~bit;
        } else {
            mediaLost[block] |= bit;
        }
        unsettled[block] = mediaLost[block] != 0;
    }

    void onParity(long paritySeq, boolean received) {
        int place = parityPlace(paritySeq);
        if (place == NOWHERE) {
            return;
        }
        int block = place / MAX_PARITY;
        long bit = 1L << place % MAX_PARITY;
        if (received) {
            parityArrived[block] |= bit;
            parityLost[block] &= ~bit;
        } else {
            parityLost[block] |= bit;
        }
        unsettled[block] = mediaLost[block] != 0;
    }

    /** {@code patienceNs}: after so long, parity of which nothing was heard is not counted on. */
    Outlook judge(long nowNs, long seq, long patienceNs) {
        int place = mediaPlace(seq);
        if (place == NOWHERE) {
            return Outlook.LOST;
        }
        int block = place / MAX_MEDIA;
        long bit = 1L << place % MAX_MEDIA;
        long all = (1L << mediaCount[block]) - 1;
        if ((peel(block, all & ~mediaArrived[block], parityArrived[block]) & bit) == 0) {
            return Outlook.RECOVERED;
        }
        boolean heardOf = paritySentNs[block] != Long.MAX_VALUE && nowNs - paritySentNs[block] > patienceNs;
        long hoped = heardOf ? parityArrived[block] : ~parityLost[block];
        return (peel(block, mediaLost[block], hoped) & bit) == 0 ? Outlook.HOPED : Outlook.LOST;
    }

    /** When it will be known of all parity over a number whether it arrived. */
    long knownNs(long nowNs, long seq, long roundNs) {
        int place = mediaPlace(seq);
        long sentNs = place == NOWHERE ? nowNs : Math.min(nowNs, paritySentNs[place / MAX_MEDIA]);
        return sentNs + roundNs;
    }

    /** What of the missing packets no row brings back. */
    private long peel(int block, long missing, long usableRows) {
        long left = missing;
        boolean progress = true;
        while (left != 0 && progress) {
            progress = false;
            for (int row = 0; row < parityCount[block]; row++) {
                long seen = (usableRows >> row & 1) == 0 ? 0 : rows[block * MAX_PARITY + row] & left;
                if (seen != 0 && (seen & (seen - 1)) == 0) {
                    left &= ~seen;
                    progress = true;
                }
            }
        }
        return left;
    }

    /** One by one the lost packets of blocks of which something was heard; -1 when there are no more. */
    long takeUnsettled() {
        while (unsettledLeft == 0) {
            unsettledBlock = nextUnsettled();
            if (unsettledBlock == NOWHERE) {
                return -1;
            }
            unsettled[unsettledBlock] = false;
            unsettledLeft = mediaLost[unsettledBlock];
        }
        int index = Long.numberOfTrailingZeros(unsettledLeft);
        unsettledLeft &= unsettledLeft - 1;
        return seqs[unsettledBlock * MAX_MEDIA + index];
    }

    private int nextUnsettled() {
        for (int block = 0; block < BLOCKS; block++) {
            if (unsettled[block]) {
                return block;
            }
        }
        return NOWHERE;
    }

    private int mediaPlace(long seq) {
        int place = mediaPlace[(int) (seq & (PLACES - 1))];
        return place != NOWHERE && seqs[place] == seq && place % MAX_MEDIA < mediaCount[place / MAX_MEDIA]
                ? place
                : NOWHERE;
    }

    private int parityPlace(long paritySeq) {
        int place = parityPlace[(int) (paritySeq & (PLACES - 1))];
        return place != NOWHERE
                        && firstParity[place / MAX_PARITY] + place % MAX_PARITY == paritySeq
                        && place % MAX_PARITY < parityCount[place / MAX_PARITY]
                ? place
                : NOWHERE;
    }
}
