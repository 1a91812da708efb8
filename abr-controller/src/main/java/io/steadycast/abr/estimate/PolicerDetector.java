package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;

/**
 * Confined to the viewer's shard. Tells the losses of a policer (a token bucket that drops what it has no tokens for, and holds nothing back) from random ones. After
 * Flach et al., "An Internet-Wide Analysis of Traffic Policing" (SIGCOMM 2016), section 3: what arrives between losses is taken for the rate of tokens, and a bucket is
 * reckoned that this rate fills and what was received empties ({@link TokenTrial}). A policer drops a packet when the bucket holds too little for it, so lost packets
 * find it emptier than received ones do. Random losses do not know the bucket; those that come in runs find it fuller, since what is lost takes no tokens. Hence no share
 * of random loss, however high, looks like a policer, and the rate need not change for one to show.
 *
 * <p>Two intervals that follow each other must show it at the same rate (as BBR's long-term sampling asks for), each by the rate of the other: the rate of its own
 * would fit its losses by chance, and one that holds a change of rate together with one of loss has a neighbour that does not. Packets that waited stood in a queue.
 */
final class PolicerDetector {
    private static final long MS = 1_000_000L;
    private static final long LONGEST_NS = 1_500 * MS;
    private static final int MOST_PACKETS = 400;
    private static final int LEAST = 20;
    private static final int FRESH_LOSSES = 8;
    private static final double MOST_UNKNOWN = 0.3;
    private static final double SAME = 0.125;
    private static final int ENOUGH_AMPLE = 10;

    private final TokenTrial late = new TokenTrial();
    private final TokenTrial early = new TokenTrial();
    private long judgedSeq;
    private long decidedSeq;
    private int freshLosses;

    /**
     * True when a policer dropped what was lost up to a packet. What was sent before then is not looked at again.
     *
     * @param baseNs the least delay
     * @param queuedNs packets that waited longer on average stood in a queue
     */
    boolean finds(PacketHistory packets, long uptoSeq, long baseNs, long queuedNs) {
        for (long seq = Math.max(judgedSeq + 1, packets.oldestSeq()); seq <= uptoSeq; seq++) {
            freshLosses += packets.status(seq) == PacketHistory.LOST ? 1 : 0;
        }
        judgedSeq = Math.max(judgedSeq, uptoSeq);
        if (freshLosses < FRESH_LOSSES) {
            return false;
        }
        freshLosses = 0;
        if (!judge(packets, baseNs, queuedNs)) {
            return false;
        }
        decidedSeq = packets.nextSeq() - 1;
        return true;
    }

    private boolean judge(PacketHistory packets, long baseNs, long queuedNs) {
        long oldest = Math.max(packets.oldestSeq(), decidedSeq + 1);
        long last = judgedSeq;
        while (last > oldest && packets.status(last) != PacketHistory.LOST) {
            last--;
        }
        long middle = begin(packets, last, oldest);
        long first = middle < 0 ? -1 : begin(packets, middle, oldest);
        if (first < 0) {
            return false;
        }
        late.measure(packets, middle, last);
        early.measure(packets, first, middle);
        if (Math.abs(early.bytesPerNs() - late.bytesPerNs()) > SAME * late.bytesPerNs()) {
            return false;
        }
        late.fill(packets, early.bytesPerNs());
        early.fill(packets, late.bytesPerNs());
        long waitedNs = Math.max(late.meanDelayNs(), early.meanDelayNs()) - baseNs;
        return waitedNs <= queuedNs && late.isDistinct() && early.isDistinct();
    }

    /** The lost packet with which an interval begins that ends with another; -1 if there is too little to judge by. */
    private static long begin(PacketHistory packets, long last, long oldest) {
        long endNs = packets.sentNs(last);
        long least = Math.max(oldest, last - MOST_PACKETS);
        int lost = 0;
        int received = 0;
        int unknown = 0;
        for (long seq = last - 1; seq >= least && endNs - packets.sentNs(seq) <= LONGEST_NS; seq--) {
            byte status = packets.status(seq);
            lost += status == PacketHistory.LOST ? 1 : 0;
            received += status == PacketHistory.RECEIVED ? 1 : 0;
            unknown += status == PacketHistory.UNKNOWN ? 1 : 0;
            if (status == PacketHistory.LOST && lost >= LEAST && received >= LEAST) {
                return unknown > MOST_UNKNOWN * (last - seq) ? -1 : seq;
            }
        }
        return -1;
    }

    /** What may be sent before it drops anything, UDP payload. */
    double tokenBps() {
        return (late.payloadBps() + early.payloadBps()) / 2 / (1 - otherLoss());
    }

    /** Share of packets that are lost though the policer has tokens for them. */
    double otherLoss() {
        int ample = late.ample() + early.ample();
        double share = (double) (late.ampleLost() + early.ampleLost()) / Math.max(ENOUGH_AMPLE, ample);
        return Math.min(share, Math.min(late.lossShare(), early.lossShare()));
    }
}
