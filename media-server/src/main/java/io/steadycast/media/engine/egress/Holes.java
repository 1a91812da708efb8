package io.steadycast.media.engine.egress;

/** Confined to its shard. The reserved numbers of a subscription in the order in which they were given out: a bounded queue of viewer numbers. */
final class Holes {
    private final long[] viewerSeqs;
    private final long[] sourceSeqs;
    private int count;

    Holes(int bound) {
        viewerSeqs = new long[bound];
        sourceSeqs = new long[bound];
    }

    int count() {
        return count;
    }

    boolean isFull() {
        return count == viewerSeqs.length;
    }

    void add(long viewerSeq, long sourceSeq) {
        viewerSeqs[count] = viewerSeq;
        sourceSeqs[count] = sourceSeq;
        count++;
    }

    long viewerSeq(int index) {
        return viewerSeqs[index];
    }

    /** Index of the youngest hole for a source's number at or below {@code from}, or -1. */
    int find(long sourceSeq, int from) {
        for (int i = Math.min(from, count - 1); i >= 0; i--) {
            if (sourceSeqs[i] == sourceSeq) {
                return i;
            }
        }
        return -1;
    }

    void remove(int index) {
        count--;
        System.arraycopy(viewerSeqs, index + 1, viewerSeqs, index, count - index);
        System.arraycopy(sourceSeqs, index + 1, sourceSeqs, index, count - index);
    }

    void clear() {
        count = 0;
    }
}
