package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.wire.codec.OpusRed;

/**
 * Confined to its shard. Has receivers wait for what RED brings back. How long NetEq holds audio follows from how late packets come, of which older blocks in RED are none:
 * it plays 80 ms behind whatever is repeated 240 ms later, until lip synchronisation has raised that second by second. But where a twelfth of the packets come behind later
 * ones, it waits for those (modules/audio_coding/neteq/reorder_optimizer.cc: 20 ms for each percent). So each fifth packet leaves as late as RED repeats it for the last
 * time; nothing is sent more, and nobody misses it, since the packets in between carry it.
 */
final class LateAudio {
    private static final int EVERY = 5;

    /** Packets: less is held anyway. */
    private static final int LEAST_REACH = 6;

    private static final int CAPACITY = 16;
    private static final long NONE = -1;

    private final StreamPlan plan;
    private final long[] held = new long[CAPACITY];
    private int head;
    private int count;

    LateAudio(StreamPlan plan) {
        this.plan = plan;
    }

    /** Whether the packet that is about to leave under this number is to wait, until {@link #due} tells it. */
    boolean holds(long viewerSeq) {
        if (viewerSeq % EVERY != 0 || reach() < LEAST_REACH || count == CAPACITY) {
            return false;
        }
        held[(head + count) % CAPACITY] = viewerSeq;
        count++;
        return true;
    }

    /** The next one that leaves behind the packet with this number; -1: none. */
    long due(long viewerSeq) {
        if (count == 0 || viewerSeq - held[head] < reach()) {
            return NONE;
        }
        long due = held[head];
        head = (head + 1) % CAPACITY;
        count--;
        return due;
    }

    /** Packets between the first sending of a sound and its last. */
    private int reach() {
        return Math.min(plan.redDepth * Math.max(1, plan.redDistance), OpusRed.MAX_BLOCKS);
    }
}
