package io.steadycast.abr.protect;

/**
 * Confined to the viewer's shard. How long to hold media back for the moments in which everything comes late: handovers, retransmissions of the radio, queues that drain.
 * What such a moment would have taken is remembered for a while, in a histogram that forgets as NetEq's does (modules/audio_coding/neteq/histogram.cc); but a quantile
 * says nothing of what is worth it: delay is taken as long as it spares more stalls than it costs.
 */
final class DelaySpikes {
    private static final double MS = 1e6;

    /** Of each the worst moment counts, as a stall does, however long it lasts. */
    private static final long SLOT_NS = 500_000_000L;

    private static final int BIN_MS = 20;
    private static final int BINS = 60;

    /** Half is forgotten after half a minute. */
    private static final double KEPT = Math.pow(0.5, SLOT_NS / 30e9);

    /** Before anything is known: as if so many slots had seen nothing. */
    private static final double PRIOR_SLOTS = 30;

    /** A second of delay is worth as much as one stall in so many slots: a stall a minute is worth about 150 ms. */
    private static final double SLOTS_PER_S = 18;

    /**
     * Delays of radio links have heavy tails: whatever comes late will come twice and four times as late, in so many slots for each, and the first time need not cost a
     * stall.
     */
    private static final double OF_TWICE = 0.2;

    private static final double OF_FOUR_TIMES = 0.05;

    /** So much of it is made by a picture of several packets, or by a probe: it does not grow. */
    private static final int OWN_MS = 80;

    private final double[] slots = new double[BINS];
    private double all = PRIOR_SLOTS;
    private long slotNs = Long.MIN_VALUE;
    private long worstNs;

    /** So late came the latest that was heard of, at worst. */
    void update(long nowNs, long lateNs) {
        if (slotNs == Long.MIN_VALUE) {
            slotNs = nowNs;
        }
        worstNs = Math.max(worstNs, lateNs);
        if (nowNs - slotNs >= SLOT_NS) {
            slotNs = nowNs;
            close();
        }
    }

    private void close() {
        for (int i = 0; i < BINS; i++) {
            slots[i] *= KEPT;
        }
        all = KEPT * all + 1;
        double worst = worstNs / MS / BIN_MS;
        double beyond = Math.max(0, worst - (double) OWN_MS / BIN_MS);
        add(worst, 1);
        add(worst + beyond, OF_TWICE);
        add(worst + 3 * beyond, OF_FOUR_TIMES);
        worstNs = 0;
    }

    private void add(double bin, double weight) {
        slots[(int) Math.min(bin, BINS - 1)] += weight;
    }

    /** At most {@code mostMs}; {@code slackMs} is how late a picture may be without a stall. */
    int delayMs(int mostMs, double slackMs) {
        double later = 0;
        double best = Double.MAX_VALUE;
        int bestMs = 0;
        for (int bin = BINS - 1; bin >= 0; bin--) {
            // Held so long, what came in this bin and below is in time.
            int heldMs = (int) Math.max(0, (bin + 1) * BIN_MS - slackMs);
            double cost = heldMs / 1_000.0 + SLOTS_PER_S * later / all;
            if (heldMs <= mostMs && cost <= best) {
                best = cost;
                bestMs = heldMs;
            }
            later += slots[bin];
        }
        return bestMs;
    }
}
