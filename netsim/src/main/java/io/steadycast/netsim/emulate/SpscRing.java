package io.steadycast.netsim.emulate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** One thread offers, one thread polls. A bounded ring without locks and without allocation. */
final class SpscRing<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    SpscRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    /** Producer only. */
    void add(T element) {
        long at = tail.getPlain();
        int slot = (int) at & mask;
        if (slots.getAcquire(slot) != null) {
            throw new IllegalStateException("the ring has room for every element there is, but is full");
        }
        slots.setPlain(slot, element);
        tail.setRelease(at + 1);
    }

    /** Consumer only. Null when there is none. */
    @Nullable
    T poll() {
        long at = head.getPlain();
        if (at == tail.getAcquire()) {
            return null;
        }
        int slot = (int) at & mask;
        T element = slots.getPlain(slot);
        slots.setRelease(slot, null);
        head.setPlain(at + 1);
        return element;
    }

    /** Consumer only. */
    boolean isEmpty() {
        return head.getPlain() == tail.getAcquire();
    }
}
