package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;

/**
 * Confined to the viewer's shard. What the packets of one probe tell: at which rate they were sent, at which they were carried, how many got lost. Lost ones count as
 * carried unless more vanished than the path loses anyway, so that half of all packets may be lost and the probe still answers (unlike libwebrtc
 * probe_bitrate_estimator.cc, which looks at received ones only).
 */
final class ProbeResult {
    private static final int EDGE = 4;
    private static final int LEAST_RECEIVED = 6;
    private static final double NS_PER_SECOND = 1e9;

    private int id;
    private long firstSeq;
    private long lastSeq;

    private long sentSpanNs;
    private double sentBps;
    private double growthNs;
    private int received;
    private int lost;
    private int unknown;

    /** Begins to listen for another probe. */
    void expect(int probeId) {
        id = probeId;
        firstSeq = 0;
        lastSeq = 0;
    }

    int id() {
        return id;
    }

    /** In any order. */
    void onPacket(int probeId, long seq) {
        if (probeId == id && id != 0) {
            firstSeq = firstSeq == 0 ? seq : Math.min(firstSeq, seq);
            lastSeq = Math.max(lastSeq, seq);
        }
    }

    boolean any() {
        return firstSeq > 0;
    }

    /** Feedback reached a packet that was sent after the probe. */
    boolean complete(PacketHistory packets) {
        long newest = packets.newestReportedSeq();
        return any() && newest > lastSeq && packets.probeId(newest) != id;
    }

    /** False: too little of it was received to say anything. */
    boolean evaluate(PacketHistory packets) {
        received = 0;
        lost = 0;
        unknown = 0;
        long bytes = 0;
        long begin = Math.max(firstSeq, packets.oldestSeq());
        for (long seq = begin; seq <= lastSeq; seq++) {
            bytes += packets.sizeBytes(seq);
            byte status = packets.status(seq);
            received += status == PacketHistory.RECEIVED ? 1 : 0;
            lost += status == PacketHistory.LOST ? 1 : 0;
            unknown += status == PacketHistory.UNKNOWN ? 1 : 0;
        }
        sentSpanNs = packets.sentNs(lastSeq) - packets.sentNs(begin);
        if (received < LEAST_RECEIVED || sentSpanNs <= 0) {
            return false;
        }
        // Of n packets only n - 1 gaps were timed.
        long count = lastSeq - begin + 1;
        sentBps = bytes * (count - 1.0) / count * 8 / (sentSpanNs / NS_PER_SECOND);
        growthNs = (double) edge(packets, lastSeq, -1, begin) - edge(packets, begin, 1, lastSeq);
        return true;
    }

    /** The least delay among the first few received packets from one end. */
    private long edge(PacketHistory packets, long from, int step, long to) {
        long least = Long.MAX_VALUE;
        int seen = 0;
        for (long seq = from; seen < EDGE && seq * step <= to * step; seq += step) {
            if (packets.status(seq) == PacketHistory.RECEIVED) {
                least = Math.min(least, packets.arrivalNs(seq) - packets.sentNs(seq));
                seen++;
            }
        }
        return least;
    }

    double sentBps() {
        return sentBps;
    }

    /** By how much packets at its end waited longer than those at its beginning. */
    double growthNs() {
        return growthNs;
    }

    long spanNs() {
        return sentSpanNs;
    }

    int received() {
        return received;
    }

    int lost() {
        return lost;
    }

    /** Feedback about them got lost. */
    int unknown() {
        return unknown;
    }
}
