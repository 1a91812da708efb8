package io.steadycast.media.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Any thread offers, one thread polls. A bounded queue without a lock, so that no control thread that is descheduled in mid-offer can hold a loop up: the loop
 * then sees the queue as empty from there on, and comes back.
 */
final class MpscQueue<T> {
    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    MpscQueue(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two: " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        mask = capacity - 1;
    }

    /** False when it is full. */
    boolean offer(T element) {
        long at = tail.get();
        while (true) {
            if (at - head.get() > mask) {
                return false;
            }
            long seen = tail.compareAndExchange(at, at + 1);
            if (seen == at) {
                slots.setRelease((int) at & mask, element);
                return true;
            }
            at = seen;
        }
    }

    /** Consumer only. Null when there is none. */
    @Nullable
    T poll() {
        long at = head.getPlain();
        int slot = (int) at & mask;
        T element = slots.getAcquire(slot);
        if (element != null) {
            slots.setPlain(slot, null);
            // Releases the slot: a producer that sees the new head sees it empty.
            head.set(at + 1);
        }
        return element;
    }
}
