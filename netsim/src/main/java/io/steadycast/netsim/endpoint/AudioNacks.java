package io.steadycast.netsim.endpoint;

/**
 * Confined to its endpoint. Which audio packets to ask for again (modules/audio_coding/neteq/nack_tracker.cc@bb9331cf): with every packet that comes, all that are
 * missing and would still be in time by the round trip, or that the loss so far is worth waiting for.
 */
final class AudioNacks {
    private static final int MAX_MISSING = 250;
    private static final int TICKS_PER_MS = 48;
    private static final double KEEP = 0.996;
    private static final double MS_PER_LOSS = 2_000;
    private static final long DEFAULT_RTT_MS = 100;
    private static final int MAX_PACKET_TICKS = 120 * TICKS_PER_MS;

    private final long[] seqs = new long[MAX_MISSING];
    private final long[] timestamps = new long[MAX_MISSING];
    private final long[] due = new long[MAX_MISSING];
    private int count;
    private long newestSeq = -1;
    private long newestTimestamp;
    private double loss;

    void onPacket(long seq, long timestamp) {
        if (newestSeq < 0) {
            newestSeq = seq;
            newestTimestamp = timestamp;
            return;
        }
        remove(seq);
        if (seq <= newestSeq) {
            return;
        }
        loss *= KEEP;
        for (long lost = newestSeq + 1; lost < seq && lost - newestSeq <= MAX_MISSING; lost++) {
            loss = KEEP * loss + 1 - KEEP;
        }
        long each = (timestamp - newestTimestamp) / (seq - newestSeq);
        if (each > 0 && each <= MAX_PACKET_TICKS) {
            for (long lost = Math.max(newestSeq + 1, seq - MAX_MISSING); lost < seq; lost++) {
                add(lost, newestTimestamp + each * (lost - newestSeq));
            }
        }
        newestSeq = seq;
        newestTimestamp = timestamp;
    }

    private void add(long seq, long timestamp) {
        if (count == MAX_MISSING) {
            shift(1, 0, --count);
        }
        seqs[count] = seq;
        timestamps[count++] = timestamp;
    }

    private void remove(long seq) {
        for (int i = 0; i < count; i++) {
            if (seqs[i] == seq) {
                shift(i + 1, i, --count - i);
                return;
            }
        }
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(seqs, from, seqs, to, length);
        System.arraycopy(timestamps, from, timestamps, to, length);
    }

    /** What to ask for now, while playing is at this timestamp; answers how many of {@link #batch} are valid. */
    int collect(long playedTimestamp, long rttNs) {
        while (count > 0 && timestamps[0] < playedTimestamp) {
            shift(1, 0, --count);
        }
        long rttMs = rttNs <= 0 ? DEFAULT_RTT_MS : rttNs / 1_000_000L;
        double worthMs = MS_PER_LOSS * loss;
        int wanted = 0;
        for (int i = 0; i < count; i++) {
            long leftMs = (timestamps[i] - playedTimestamp) / TICKS_PER_MS;
            long sinceMs = (newestTimestamp - timestamps[i]) / TICKS_PER_MS;
            if (leftMs > rttMs || sinceMs + rttMs < worthMs) {
                due[wanted++] = seqs[i];
            }
        }
        return wanted;
    }

    long[] batch() {
        return due;
    }
}
