package io.steadycast.media.engine.egress;

/** Confined to its shard. Packets of one viewer that are to leave once more, by RTX, although nobody asked; in the order in which they were sent. */
final class Copies {
    private static final int CAPACITY = 512;
    private static final int MASK = CAPACITY - 1;

    private long[] viewerSeq = new long[0];
    private long[] dueNs = new long[0];
    private byte[] subscription = new byte[0];
    private byte[] times = new byte[0];
    private int head;
    private int count;
    private int sendings;

    /** False: full, and nothing was taken. */
    boolean offer(int subscriptionIndex, long seq, int howOften, long at) {
        if (viewerSeq.length == 0) {
            viewerSeq = new long[CAPACITY];
            dueNs = new long[CAPACITY];
            subscription = new byte[CAPACITY];
            times = new byte[CAPACITY];
        }
        if (count == CAPACITY) {
            return false;
        }
        int slot = (head + count) & MASK;
        viewerSeq[slot] = seq;
        dueNs[slot] = at;
        subscription[slot] = (byte) subscriptionIndex;
        times[slot] = (byte) howOften;
        count++;
        sendings += howOften;
        return true;
    }

    void clear() {
        count = 0;
        sendings = 0;
    }

    /** That are to come. */
    int count() {
        return sendings;
    }

    boolean isDue(long nowNs) {
        return count > 0 && dueNs[head] <= nowNs;
    }

    long viewerSeq() {
        return viewerSeq[head];
    }

    int subscription() {
        return subscription[head] & 0xFF;
    }

    /** How many copies are to come, this one included. */
    int times() {
        return times[head];
    }

    void remove() {
        sendings -= times[head];
        head = (head + 1) & MASK;
        count--;
    }
}
