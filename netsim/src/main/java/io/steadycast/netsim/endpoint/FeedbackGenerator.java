package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Confined to its endpoint. Transport-wide feedback as libwebrtc's receivers send it
 * (modules/remote_bitrate_estimator/transport_sequence_number_feedback_generator.cc@bb9331cf): each message goes on where the last one ended; a packet from before
 * that moves the beginning back, so that it and what follows are reported once more.
 */
final class FeedbackGenerator {
    private static final int SLOTS = 8_192;
    private static final long BACK_WINDOW_NS = 500_000_000L;
    private static final int CAPACITY_BYTES = 1_200;
    private static final long NONE = Long.MIN_VALUE;
    private static final int MAX_MISSING = 0x7FFE;

    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private final Unwrapper numbers = Unwrapper.seq16();
    private final long[] arrivalNs = new long[SLOTS];
    private long begin = -1;
    private long end = -1;
    private long windowStart = -1;
    private int messages;
    private long gaps;

    FeedbackGenerator() {
        Arrays.fill(arrivalNs, NONE);
    }

    /** Numbers that were skipped: losses, or a server that counts wrong. */
    long gaps() {
        return gaps;
    }

    void onPacket(long nowNs, int wire) {
        long seq = numbers.unwrap(wire);
        if (begin < 0) {
            begin = seq;
            end = seq;
            windowStart = seq;
        }
        cull(nowNs, seq);
        if (seq < begin && end - seq > SLOTS) {
            return;
        }
        windowStart = Math.min(windowStart, seq);
        if (seq >= end) {
            gaps += seq - end;
            open(seq);
        } else if (seq < begin) {
            for (long at = seq; at < begin; at++) {
                arrivalNs[slot(at)] = NONE;
            }
            begin = seq;
        }
        if (arrivalNs[slot(seq)] == NONE) {
            arrivalNs[slot(seq)] = nowNs;
        }
        windowStart = Math.max(windowStart, begin);
    }

    private void open(long seq) {
        for (long at = Math.max(end, seq - SLOTS + 1); at <= seq; at++) {
            arrivalNs[slot(at)] = NONE;
        }
        end = seq + 1;
        begin = Math.max(begin, end - SLOTS);
    }

    /** Once everything is reported, what is older than half a second is forgotten. */
    private void cull(long nowNs, long seq) {
        if (windowStart < end) {
            return;
        }
        long to = Math.min(seq, end);
        while (begin < to && arrivalNs[slot(begin)] <= nowNs - BACK_WINDOW_NS) {
            begin++;
        }
    }

    private static int slot(long seq) {
        return (int) (seq & (SLOTS - 1));
    }

    /** Writes the next message; answers its length, 0 when everything is reported. */
    int write(MemorySegment out, long senderSsrc, long mediaSsrc) {
        long seq = nextReceived(Math.max(windowStart, begin));
        if (windowStart < 0 || seq >= end) {
            return 0;
        }
        writer.begin(out, 0, CAPACITY_BYTES, Math.max(windowStart, seq - MAX_MISSING));
        boolean fits = true;
        while (fits && seq < end) {
            fits = writer.add(seq, arrivalNs[slot(seq)]);
            if (fits) {
                windowStart = seq + 1;
                seq = nextReceived(windowStart);
            }
        }
        if (!fits && writer.received() == 0) {
            windowStart = seq + 1;
            return 0;
        }
        return writer.finish(senderSsrc, mediaSsrc, messages++ & 0xFF);
    }

    private long nextReceived(long from) {
        long at = from;
        while (at < end && arrivalNs[slot(at)] == NONE) {
            at++;
        }
        return at;
    }

    long messages() {
        return messages;
    }
}
