package io.steadycast.abr.control;

/**
 * Confined to the viewer's shard. The last decisions about one viewer with the numbers behind them, 32 bytes each, oldest overwritten first. {@link #read} fills a
 * {@link Decision}; nothing is allocated after construction.
 */
@SuppressWarnings("EnumOrdinal") // kept as bits for as long as this process lives
public final class DecisionRing {
    private static final int WORDS = 4;
    private static final Reason[] REASONS = Reason.values();

    private final long[] words;
    private final int capacity;
    private long count;

    public DecisionRing(int capacity) {
        this.capacity = capacity;
        words = new long[capacity * WORDS];
    }

    /** How many can be read. */
    public int size() {
        return (int) Math.min(count, capacity);
    }

    /** How many there were, the overwritten ones as well. */
    public long count() {
        return count;
    }

    public void add(Decision decision) {
        int at = (int) (count % capacity) * WORDS;
        words[at] = decision.atNs;
        words[at + 1] = kbps(decision.capacityBps) << 42 | kbps(decision.budgetBps) << 21 | kbps(decision.costBps);
        words[at + 2] = kbps(decision.nextBps) << 39
                | bits(decision.rttMs, 13) << 26
                | bits(decision.queueMs, 13) << 13
                | bits(decision.playoutDelayMs, 13);
        words[at + 3] = bits(Math.round(1000 * decision.loss), 10) << 40
                | bits(Math.round(10 * decision.burst), 10) << 30
                | bits(Math.round(100 * decision.parityShare), 10) << 20
                | bits(decision.copies, 3) << 17
                | bits(decision.resends, 3) << 14
                | bits(decision.rung + 1, 4) << 10
                | bits(decision.temporalId + 1, 4) << 6
                | bits(decision.reason.ordinal(), 6);
        count++;
    }

    /** The oldest is 0. */
    public void read(int index, Decision into) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException(index);
        }
        int at = (int) ((count - size() + index) % capacity) * WORDS;
        into.atNs = words[at];
        into.capacityBps = bps(words[at + 1] >>> 42);
        into.budgetBps = bps(words[at + 1] >>> 21);
        into.costBps = bps(words[at + 1]);
        into.nextBps = bps(words[at + 2] >>> 39);
        into.rttMs = of(words[at + 2] >>> 26, 13);
        into.queueMs = of(words[at + 2] >>> 13, 13);
        into.playoutDelayMs = of(words[at + 2], 13);
        long last = words[at + 3];
        into.loss = of(last >>> 40, 10) / 1000.0;
        into.burst = of(last >>> 30, 10) / 10.0;
        into.parityShare = of(last >>> 20, 10) / 100.0;
        into.copies = of(last >>> 17, 3);
        into.resends = of(last >>> 14, 3);
        into.rung = of(last >>> 10, 4) - 1;
        into.temporalId = of(last >>> 6, 4) - 1;
        into.reason = REASONS[of(last, 6)];
    }

    private static long kbps(long bps) {
        return bits(bps / 1000, 21);
    }

    private static long bps(long kbps) {
        return of(kbps, 21) * 1000L;
    }

    /** What is too large is told as the largest that there is room for. */
    private static long bits(long value, int width) {
        return Math.clamp(value, 0, (1L << width) - 1);
    }

    private static int of(long word, int width) {
        return (int) (word & ((1L << width) - 1));
    }
}
