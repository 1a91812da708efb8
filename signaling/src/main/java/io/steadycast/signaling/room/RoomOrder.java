package io.steadycast.signaling.room;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any thread; guarded by itself. Work of one room runs in its order, of different rooms side by side: a call that hangs holds up no room
 * but its own. A room has a virtual thread only while it has work.
 */
final class RoomOrder {
    private static final Logger LOG = LoggerFactory.getLogger(RoomOrder.class);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("room-events-", 0).factory());
    private final Map<String, Queue<Runnable>> waiting = new HashMap<>();

    /** Throws {@link java.util.concurrent.RejectedExecutionException} after {@link #close}. */
    synchronized void execute(String room, Runnable work) {
        Queue<Runnable> queue = waiting.get(room);
        if (queue == null) {
            threads.execute(() -> work(room, work));
            waiting.put(room, new ArrayDeque<>());
        } else {
            queue.add(work);
        }
    }

    private void work(String room, Runnable first) {
        for (Runnable work = first; work != null; work = next(room)) {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("an event of room {} could not be handled", room, e);
            }
        }
    }

    @SuppressWarnings("NullAway") // Null means that the room has nothing left to do.
    private synchronized Runnable next(String room) {
        Runnable next = waiting.get(room).poll();
        if (next == null) {
            waiting.remove(room);
        }
        return next;
    }

    /** Waits for what was begun, but not for longer than the time given. */
    void close(long timeoutMs) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS)) {
                LOG.warn("work of {} rooms did not end within {} ms", busyRooms(), timeoutMs);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int busyRooms() {
        return waiting.size();
    }
}
