package io.steadycast.benchmarks.generator;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.MemorySegment;

/** Confined to the generator's loop. Arrivals of one viewer since its last transport-wide feedback, in order of their numbers. */
final class FeedbackLog {
    /** More between two ticks are reported by the next message. */
    static final int LIMIT = 512;

    private static final int CAPACITY_BYTES = 1_200;

    private final Unwrapper numbers = Unwrapper.seq16();
    private final long[] seqs = new long[LIMIT];
    private final long[] arrivedNs = new long[LIMIT];
    private int count;
    private long nextSeq = -1;
    private int messages;

    boolean full() {
        return count == LIMIT;
    }

    /** One that is older than what was reported already is left out: it has been reported lost. */
    void onPacket(int wire, long atNs) {
        long seq = numbers.unwrap(wire);
        if (nextSeq < 0) {
            nextSeq = seq;
        }
        if (seq < nextSeq || full()) {
            return;
        }
        int at = count;
        while (at > 0 && seqs[at - 1] >= seq) {
            if (seqs[at - 1] == seq) {
                return;
            }
            at--;
        }
        System.arraycopy(seqs, at, seqs, at + 1, count - at);
        System.arraycopy(arrivedNs, at, arrivedNs, at + 1, count - at);
        seqs[at] = seq;
        arrivedNs[at] = atNs;
        count++;
    }

    /** Writes what there is; answers the message's length, 0 for none. */
    int write(TransportFeedbackWriter writer, MemorySegment out, long senderSsrc, long mediaSsrc) {
        if (count == 0) {
            return 0;
        }
        writer.begin(out, 0, CAPACITY_BYTES, nextSeq);
        int reported = 0;
        while (reported < count && writer.add(seqs[reported], arrivedNs[reported])) {
            reported++;
        }
        if (reported == 0) {
            // A gap that no message spans: start anew behind it.
            nextSeq = seqs[0];
            return 0;
        }
        nextSeq = writer.nextSequence();
        count -= reported;
        System.arraycopy(seqs, reported, seqs, 0, count);
        System.arraycopy(arrivedNs, reported, arrivedNs, 0, count);
        return writer.finish(senderSsrc, mediaSsrc, messages++ & 0xFF);
    }
}
