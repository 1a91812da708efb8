package io.steadycast.media.engine.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/** Any thread. One counter for each {@link DropReason}. */
public final class DropCounters {
    private final AtomicLongArray counts = new AtomicLongArray(DropReason.count());

    public void count(DropReason reason) {
        counts.getAndIncrement(reason.index());
    }

    public void count(DropReason reason, long times) {
        counts.getAndAdd(reason.index(), times);
    }

    public long value(DropReason reason) {
        return counts.get(reason.index());
    }

    public long total() {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        return total;
    }
}
