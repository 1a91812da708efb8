package io.steadycast.media.engine.egress;

import io.steadycast.abr.control.PacketKind;
import io.steadycast.abr.control.StreamPlan;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.PeerTransport;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Confined to its shard. For viewers without RED, as Firefox is: behind each audio packet follow older ones once more, as many and as far back as the plan says.
 *
 * <p>They are the same ciphertext, kept from the first time, because an SRTP index is used once (RFC 3711 section 9.1); a receiver that has them drops them by its replay
 * list (section 3.3.2), before anything counts them. Therefore these packets had better have no transport-wide number: a loss that a copy repairs would be reported as a
 * late arrival.
 */
final class AudioCopies {
    /** Opus at 64 kbit/s in 20 ms, header, extensions and tag; a longer packet is sent once. */
    private static final int MAX_BYTES = 256;

    /** Numbers back, at 20 ms each more than a second; a power of two. */
    private static final int REACH = 64;

    /** No number that a packet may have, nor one that lies before the first. */
    private static final long NONE = Long.MIN_VALUE;

    private final StreamPlan plan;
    private final PeerTransport transport;
    private final Pacer pacer;
    private final MemorySegment kept = MemorySegment.ofArray(new byte[REACH * MAX_BYTES]);
    private final long[] seqs = new long[REACH];
    private final int[] lengths = new int[REACH];

    AudioCopies(StreamPlan plan, PeerTransport transport, Pacer pacer) {
        this.plan = plan;
        this.transport = transport;
        this.pacer = pacer;
        Arrays.fill(seqs, NONE);
    }

    /** A packet that leaves, encrypted. */
    void keep(Datagram d, long seq) {
        if (d.length <= MAX_BYTES) {
            int slot = slot(seq);
            seqs[slot] = seq;
            lengths[slot] = d.length;
            MemorySegment.copy(d.buffer, 0, kept, (long) slot * MAX_BYTES, d.length);
        }
    }

    /** What is due behind the packet with this number of the viewer's. */
    void send(long seq) {
        int distance = Math.max(1, plan.redDistance);
        for (int i = 1; i <= plan.redDepth && i * distance < REACH; i++) {
            long older = seq - (long) i * distance;
            int slot = slot(older);
            Datagram d = seqs[slot] == older ? transport.claim() : null;
            if (d != null) {
                MemorySegment.copy(kept, (long) slot * MAX_BYTES, d.buffer, 0, lengths[slot]);
                d.length = lengths[slot];
                transport.commit(d);
                pacer.onSent(PacketKind.AUDIO, d.length, d.length);
                pacer.onRedundancy(d.length);
            }
        }
    }

    private static int slot(long seq) {
        return (int) (seq & (REACH - 1));
    }
}
