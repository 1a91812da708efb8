package io.steadycast.media.engine.transport;

/** Confined to its shard. Which indices up to the highest were seen, for a window behind it (RFC 3711 section 3.3.2). */
final class IndexWindow {
    private final long[] bits;
    private final int mask;
    private long highest = -1;

    /** @param size power of two, at least 64 */
    IndexWindow(int size) {
        if (size < 64 || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("window of " + size);
        }
        bits = new long[size >> 6];
        mask = size - 1;
    }

    /** -1 before the first. */
    long highest() {
        return highest;
    }

    boolean tooOld(long index) {
        return index <= highest - bits.length * 64L;
    }

    boolean isNew(long index) {
        if (index > highest) {
            return true;
        }
        return !tooOld(index) && ((bits[((int) index & mask) >> 6] >>> index) & 1) == 0;
    }

    /** Only for an index that {@link #isNew}. */
    void mark(long index) {
        if (index > highest) {
            clear(index);
            highest = index;
        }
        bits[((int) index & mask) >> 6] |= 1L << index;
    }

    private void clear(long newHighest) {
        if (highest < 0 || newHighest - highest > mask) {
            java.util.Arrays.fill(bits, 0);
            return;
        }
        for (long i = highest + 1; i <= newHighest; i++) {
            bits[((int) i & mask) >> 6] &= ~(1L << i);
        }
    }
}
