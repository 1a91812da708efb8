package io.steadycast.media.engine.ingress;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Confined to its shard. Arrival times by transport-wide sequence number, until they are reported (draft-holmer-rmcat-transport-wide-cc-extensions-01). A packet
 * that comes late is reported late: the next message begins at its number, as libwebrtc's RemoteEstimatorProxy does.
 */
final class TransportFeedbackRecorder {
    private static final int SLOTS = 8_192;
    private static final int MASK = SLOTS - 1;
    private static final long NOTHING = Long.MIN_VALUE;

    /** How far back a late packet may pull the base of a message: more is old news that nobody waits for. */
    private static final int MAX_LATE = 1_024;

    private final Unwrapper unwrapper = Unwrapper.seq16();
    private final long[] arrivals = new long[SLOTS];
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    /** Where the next message begins: after the last one, or at a packet that came later than its message. */
    private long next = Unwrapper.NONE;

    private boolean pending;
    private int messages;

    TransportFeedbackRecorder() {
        Arrays.fill(arrivals, NOTHING);
    }

    void onPacket(long nowNs, int wire) {
        long before = unwrapper.highest();
        long seq = unwrapper.unwrap(wire);
        if (next == Unwrapper.NONE) {
            next = seq;
        } else if (seq > before) {
            clear(before + 1, seq);
        } else if (seq <= before - MAX_LATE) {
            return;
        }
        int slot = (int) seq & MASK;
        // A repeat (the network's own) keeps the first arrival.
        if (arrivals[slot] == NOTHING) {
            arrivals[slot] = nowNs;
            pending = true;
            next = Math.min(next, seq);
        }
    }

    /** The slots of the numbers up to {@code to} still hold what was there a turn of the ring ago. */
    private void clear(long from, long to) {
        for (long seq = Math.max(from, to - MASK); seq <= to; seq++) {
            arrivals[(int) seq & MASK] = NOTHING;
        }
        next = Math.max(next, to - MASK);
    }

    boolean pending() {
        return pending;
    }

    /**
     * Writes the next message; answers its length, 0 if there is nothing to report. Call again until it answers 0. What lies between a late packet and the
     * end of the last message is reported once more: "not received" would be a lie.
     */
    int write(MemorySegment segment, long offset, int capacityBytes, long senderSsrc, long mediaSsrc) {
        long highest = unwrapper.highest();
        while (pending && next <= highest && arrivals[(int) next & MASK] == NOTHING) {
            next++;
        }
        pending &= next <= highest;
        if (!pending) {
            return 0;
        }
        writer.begin(segment, offset, capacityBytes, next);
        while (next <= highest) {
            long arrival = arrivals[(int) next & MASK];
            if (arrival != NOTHING && !writer.add(next, arrival)) {
                break;
            }
            next++;
        }
        pending = next <= highest;
        return writer.finish(senderSsrc, mediaSsrc, messages++ & 0xff);
    }
}
