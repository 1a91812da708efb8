package io.steadycast.media.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread offers, one thread polls. A bounded ring of longs between two shards. Each side keeps a copy of the other's index and looks at the real one only
 * when the copy says full or empty, so that the two cores rarely share a cache line.
 *
 * <p>Ordering: the producer stores the element, then releases {@code tail}; the consumer acquires {@code tail}, loads the element, then releases {@code head};
 * the producer acquires {@code head} before it stores over that element.
 */
final class SpscLongRing {
    static final long EMPTY = -1;

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(SpscLongRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(SpscLongRing.class, "tail", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] elements;
    private final int mask;

    @SuppressWarnings("UnusedVariable") // read and written through HEAD
    private long head;

    private long knownTail;

    @SuppressWarnings("UnusedVariable") // read and written through TAIL
    private long tail;

    private long knownHead;

    SpscLongRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        elements = new long[capacity];
        mask = capacity - 1;
    }

    /** Producer only. False when it is full; elements are not negative. */
    boolean offer(long element) {
        long at = (long) TAIL.get(this);
        if (at - knownHead > mask) {
            knownHead = (long) HEAD.getAcquire(this);
            if (at - knownHead > mask) {
                return false;
            }
        }
        elements[(int) at & mask] = element;
        TAIL.setRelease(this, at + 1);
        return true;
    }

    /** Consumer only. {@link #EMPTY} when there is none. */
    long poll() {
        long at = (long) HEAD.get(this);
        if (at == knownTail) {
            knownTail = (long) TAIL.getAcquire(this);
            if (at == knownTail) {
                return EMPTY;
            }
        }
        long element = elements[(int) at & mask];
        HEAD.setRelease(this, at + 1);
        return element;
    }
}
