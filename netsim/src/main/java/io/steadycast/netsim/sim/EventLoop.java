package io.steadycast.netsim.sim;

import java.util.PriorityQueue;

/** Confined to its simulation. A virtual clock and who is to be called when; events of one moment come in the order in which they were asked for. */
final class EventLoop {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNs;
    private long asked;

    /** Someone who has a next moment. */
    interface Actor {
        /** {@link Long#MAX_VALUE} for never. */
        long dueAt();

        void run(long nowNs);
    }

    /** An actor's place in the queue. */
    static final class Slot {
        private final Actor actor;
        private long plannedNs = Long.MAX_VALUE;

        Slot(Actor actor) {
            this.actor = actor;
        }
    }

    private record Event(long atNs, long order, Slot slot) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNs, other.atNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    EventLoop(long startNs) {
        nowNs = startNs;
    }

    long nowNs() {
        return nowNs;
    }

    /** Looks at when this actor is due; whoever changes that calls this. */
    void plan(Slot slot) {
        long due = slot.actor.dueAt();
        if (due == Long.MAX_VALUE) {
            return;
        }
        long atNs = Math.max(due, nowNs);
        if (atNs < slot.plannedNs) {
            slot.plannedNs = atNs;
            events.add(new Event(atNs, asked++, slot));
        }
    }

    /** Runs everything that is due up to this moment, which is now afterwards. */
    void runUntil(long untilNs, Runnable afterEach) {
        while (!events.isEmpty() && events.peek().atNs <= untilNs) {
            Event event = events.remove();
            Slot slot = event.slot;
            if (event.atNs != slot.plannedNs) {
                // It was moved to an earlier moment since, and has run.
                continue;
            }
            slot.plannedNs = Long.MAX_VALUE;
            nowNs = event.atNs;
            if (slot.actor.dueAt() <= nowNs) {
                slot.actor.run(nowNs);
                afterEach.run();
            }
            plan(slot);
        }
        nowNs = Math.max(nowNs, untilNs);
    }
}
