package io.steadycast.netsim.endpoint.audio;

/** Confined to its endpoint. How late a moment is by the fastest packet of the last two seconds (modules/audio_coding/neteq/packet_arrival_history.cc@bb9331cf). */
final class ArrivalHistory {
    private static final long WINDOW_TICKS = 2_000 * 48L;
    private static final int SLOTS = 512;
    private static final int TICKS_PER_MS = 48;

    /** Candidates for the least and the largest lateness, oldest first. */
    private final Candidates least = new Candidates();

    private final Candidates largest = new Candidates();
    private final long[] seen = new long[SLOTS];
    private long newest = Long.MIN_VALUE;
    private int size;

    private static final class Candidates {
        final long[] timestamp = new long[SLOTS];
        final long[] latenessMs = new long[SLOTS];
        int head;
        int count;

        void dropBefore(long oldest) {
            while (count > 0 && timestamp[head] < oldest) {
                head = (head + 1) % SLOTS;
                count--;
            }
        }

        void push(long at, long lateness, boolean keepSmaller) {
            while (count > 0) {
                long last = latenessMs[(head + count - 1) % SLOTS];
                if (keepSmaller ? last < lateness : last > lateness) {
                    break;
                }
                count--;
            }
            if (count == SLOTS) {
                head = (head + 1) % SLOTS;
                count--;
            }
            int slot = (head + count++) % SLOTS;
            timestamp[slot] = at;
            latenessMs[slot] = lateness;
        }
    }

    /** False if this timestamp was there before, or is older than the window. */
    boolean insert(long nowMs, long timestamp) {
        if (newest != Long.MIN_VALUE && timestamp + WINDOW_TICKS < newest) {
            return false;
        }
        int slot = (int) (timestamp / 480 & (SLOTS - 1));
        if (seen[slot] == timestamp) {
            return false;
        }
        seen[slot] = timestamp;
        size = Math.min(size + 1, SLOTS);
        if (timestamp <= newest) {
            return true;
        }
        newest = timestamp;
        least.dropBefore(newest - WINDOW_TICKS);
        largest.dropBefore(newest - WINDOW_TICKS);
        long lateness = nowMs - timestamp / TICKS_PER_MS;
        least.push(timestamp, lateness, true);
        largest.push(timestamp, lateness, false);
        return true;
    }

    boolean isNewest(long timestamp) {
        return timestamp == newest;
    }

    int size() {
        return size;
    }

    /** How late a packet of this timestamp is now. */
    int delayMs(long nowMs, long timestamp) {
        return least.count == 0
                ? 0
                : (int) Math.max(0, nowMs - timestamp / TICKS_PER_MS - least.latenessMs[least.head]);
    }

    int maxDelayMs() {
        return least.count == 0
                ? 0
                : (int) Math.max(0, largest.latenessMs[largest.head] - least.latenessMs[least.head]);
    }
}
