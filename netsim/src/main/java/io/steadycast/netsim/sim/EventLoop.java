package io.steadycast.netsim.sim;

import java.util.Arrays;

/** Confined to its simulation. A virtual clock and who is to be called when; events of one moment come in the order in which they were asked for. */
final class EventLoop {
    private Slot[] heap = new Slot[64];
    private int size;
    private long nowNs;
    private long asked;

    /** Someone who has a next moment. */
    interface Actor {
        /** {@link Long#MAX_VALUE} for never. */
        long dueAt();

        void run(long nowNs);
    }

    /** An actor's place in the queue: moving it allocates nothing. */
    static final class Slot {
        private final Actor actor;
        private long plannedNs = Long.MAX_VALUE;
        private long order;
        private int place = -1;

        Slot(Actor actor) {
            this.actor = actor;
        }

        private boolean before(Slot other) {
            return plannedNs != other.plannedNs ? plannedNs < other.plannedNs : order < other.order;
        }
    }

    EventLoop(long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    /** Looks at when this actor is due; whoever changes that calls this. One that became due later is found out when its moment comes. */
    void plan(Slot slot) {
        long due = slot.actor.dueAt();
        if (due == Long.MAX_VALUE) {
            return;
        }
        long atNs = Math.max(due, nowNs);
        if (atNs < slot.plannedNs) {
            slot.plannedNs = atNs;
            slot.order = asked++;
            if (slot.place < 0) {
                if (size == heap.length) {
                    heap = Arrays.copyOf(heap, 2 * size);
                }
                slot.place = size++;
            }
            up(slot);
        }
    }

    /** Runs everything that is due up to this moment, which is now afterwards. */
    void runUntil(long untilNs, Runnable afterEach) {
        while (size > 0 && heap[0].plannedNs <= untilNs) {
            Slot slot = heap[0];
            nowNs = slot.plannedNs;
            remove();
            if (slot.actor.dueAt() <= nowNs) {
                slot.actor.run(nowNs);
                afterEach.run();
            }
            plan(slot);
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    /** The first. */
    private void remove() {
        Slot first = heap[0];
        first.place = -1;
        first.plannedNs = Long.MAX_VALUE;
        Slot last = heap[--size];
        if (size > 0) {
            down(last);
        }
    }

    private void up(Slot slot) {
        int place = slot.place;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (!slot.before(heap[parent])) {
                break;
            }
            heap[place] = heap[parent];
            heap[place].place = place;
            place = parent;
        }
        heap[place] = slot;
        slot.place = place;
    }

    /** From the top. */
    private void down(Slot slot) {
        int place = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            if (!heap[child].before(slot)) {
                break;
            }
            heap[place] = heap[child];
            heap[place].place = place;
            place = child;
            child = 2 * place + 1;
        }
        heap[place] = slot;
        slot.place = place;
    }
}
