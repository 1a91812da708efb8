package io.steadycast.abr.estimate;

/**
 * Confined to the viewer's shard. What was sent within a few milliseconds is one group, as in libwebrtc inter_arrival_delta.cc: one point of the delay curve, and
 * bytes that took air time whether they arrived or not. A ring; index 0 is the newest group.
 */
final class PacketGroups {
    static final int SLOTS = 128;

    private static final int MASK = SLOTS - 1;
    private static final long GROUP_NS = 10_000_000L;
    private static final long NOTHING = Long.MAX_VALUE;

    private final long[] firstSentNs = new long[SLOTS];
    private final long[] lastSentNs = new long[SLOTS];
    private final long[] lastArrivalNs = new long[SLOTS];
    private final long[] leastDelayNs = new long[SLOTS];
    private final int[] bytes = new int[SLOTS];
    private final int[] received = new int[SLOTS];
    private final int[] lost = new int[SLOTS];
    private long next;

    /** Lost and unknown packets have no arrival. */
    void onPacket(long sentNs, int sizeBytes) {
        int slot = slotFor(sentNs);
        bytes[slot] += sizeBytes;
        lastSentNs[slot] = sentNs;
    }

    void onReceived(long sentNs, long arrivalNs) {
        int slot = slotFor(sentNs);
        received[slot]++;
        leastDelayNs[slot] = Math.min(leastDelayNs[slot], arrivalNs - sentNs);
        lastArrivalNs[slot] = received[slot] == 1 ? arrivalNs : Math.max(lastArrivalNs[slot], arrivalNs);
    }

    void onLost(long sentNs) {
        lost[slotFor(sentNs)]++;
    }

    private int slotFor(long sentNs) {
        int current = (int) ((next - 1) & MASK);
        if (next > 0 && sentNs - firstSentNs[current] < GROUP_NS) {
            return current;
        }
        int slot = (int) (next++ & MASK);
        firstSentNs[slot] = sentNs;
        lastSentNs[slot] = sentNs;
        lastArrivalNs[slot] = 0;
        leastDelayNs[slot] = NOTHING;
        bytes[slot] = 0;
        received[slot] = 0;
        lost[slot] = 0;
        return slot;
    }

    int count() {
        return (int) Math.min(next, SLOTS);
    }

    /** Of all groups that there ever were. */
    long total() {
        return next;
    }

    private int slot(int age) {
        return (int) ((next - 1 - age) & MASK);
    }

    boolean hasDelay(int age) {
        return received[slot(age)] > 0;
    }

    /** One way, but for an unknown constant; of its fastest packet, so that a burst does not count as a queue. */
    long delayNs(int age) {
        return leastDelayNs[slot(age)];
    }

    long firstSentNs(int age) {
        return firstSentNs[slot(age)];
    }

    long lastSentNs(int age) {
        return lastSentNs[slot(age)];
    }

    long lastArrivalNs(int age) {
        return lastArrivalNs[slot(age)];
    }

    int bytes(int age) {
        return bytes[slot(age)];
    }

    int received(int age) {
        return received[slot(age)];
    }

    int lost(int age) {
        return lost[slot(age)];
    }
}
