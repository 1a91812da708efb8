package io.steadycast.netsim.emulate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Any thread. Who changed what, and when; the oldest entries go first. */
public final class Audit {
    private static final int MAX_ENTRIES = 1000;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** One change: by a person known by the address of the call, by the timer, by the command line. */
    public record Entry(Instant at, String who, String what) {}

    synchronized void add(String who, String what) {
        if (entries.size() == MAX_ENTRIES) {
            entries.removeFirst();
        }
        entries.addLast(new Entry(Instant.now(), who, what));
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }
}
