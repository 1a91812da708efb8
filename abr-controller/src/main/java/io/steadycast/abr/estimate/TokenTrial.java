package io.steadycast.abr.estimate;

import io.steadycast.abr.control.PacketHistory;

/**
 * Confined to the viewer's shard. Packets from one that was lost to another, and a bucket of tokens that may have decided which of them came through. What it held for
 * those that were received and for those that were lost is compared by the difference of the means, in their deviations and in what chance makes of it (Welch).
 */
final class TokenTrial {
    private static final double NS_PER_SECOND = 1e9;
    private static final double BITS = 8;
    /** IPv4 and UDP. */
    private static final int HEADER_BYTES = 28;
    /** Fuller than this says nothing more. */
    private static final double FULL_PACKETS = 3;
    /** With so many packets' worth of tokens no policer drops one. */
    private static final double AMPLE_PACKETS = 1.5;

    private static final double CERTAIN = 4.5;
    private static final double DISTINCT = 1;

    private long first;
    private long last;
    private double share;
    private double bytesPerNs;
    private double payloadBps;

    private int received;
    private double receivedSum;
    private double receivedSquares;
    private int lost;
    private double lostSum;
    private double lostSquares;
    private int ample;
    private int ampleLost;
    private double delayNs;

    /** Two lost packets: rates are of what was sent from the first until the last. Of unknown packets the same share arrived. */
    void measure(PacketHistory packets, long firstSeq, long lastSeq) {
        first = firstSeq;
        last = lastSeq;
        long arrivedBytes = 0;
        long unknownBytes = 0;
        int arrived = 0;
        int gone = 0;
        for (long seq = first; seq < last; seq++) {
            int size = packets.sizeBytes(seq);
            byte status = packets.status(seq);
            arrived += status == PacketHistory.RECEIVED ? 1 : 0;
            gone += status == PacketHistory.LOST ? 1 : 0;
            arrivedBytes += status == PacketHistory.RECEIVED ? size : 0;
            unknownBytes += status == PacketHistory.UNKNOWN ? size : 0;
        }
        share = (double) arrived / (arrived + gone);
        double spanNs = packets.sentNs(last) - packets.sentNs(first);
        double payload = arrivedBytes + share * unknownBytes;
        payloadBps = payload * BITS * NS_PER_SECOND / spanNs;
        bytesPerNs = (payload + HEADER_BYTES * share * (last - first)) / spanNs;
    }

    /** Behind a lost packet the bucket is too empty for another one like it, whatever was reckoned; a packet that came through had tokens. */
    void fill(PacketHistory packets, double tokensPerNs) {
        clear();
        double bytes = 0;
        long atNs = packets.sentNs(first);
        for (long seq = first + 1; seq <= last; seq++) {
            long sentNs = packets.sentNs(seq);
            int size = packets.sizeBytes(seq) + HEADER_BYTES;
            bytes += tokensPerNs * (sentNs - atNs);
            atNs = sentNs;
            double worth = Math.min(FULL_PACKETS, bytes / size);
            byte status = packets.status(seq);
            if (status == PacketHistory.LOST) {
                onLost(worth);
                bytes = Math.min(bytes, size);
            } else if (status == PacketHistory.RECEIVED) {
                onReceived(worth, packets.arrivalNs(seq) - sentNs);
                bytes = Math.max(0, bytes - size);
            } else {
                bytes = Math.max(0, bytes - share * size);
            }
        }
    }

    private void clear() {
        received = 0;
        receivedSum = 0;
        receivedSquares = 0;
        lost = 0;
        lostSum = 0;
        lostSquares = 0;
        ample = 0;
        ampleLost = 0;
        delayNs = 0;
    }

    private void onLost(double worth) {
        lost++;
        lostSum += worth;
        lostSquares += worth * worth;
        if (worth >= AMPLE_PACKETS) {
            ample++;
            ampleLost++;
        }
    }

    private void onReceived(double worth, long packetDelayNs) {
        received++;
        receivedSum += worth;
        receivedSquares += worth * worth;
        ample += worth >= AMPLE_PACKETS ? 1 : 0;
        delayNs += packetDelayNs;
    }

    /** Packets that were lost found the bucket so much emptier than those that were received that it is no chance. */
    boolean isDistinct() {
        double apart = receivedSum / received - lostSum / lost;
        double ofReceived = variance(received, receivedSum, receivedSquares);
        double ofLost = variance(lost, lostSum, lostSquares);
        double deviation = Math.sqrt((ofReceived * received + ofLost * lost) / (received + lost));
        double chance = Math.sqrt(ofReceived / received + ofLost / lost);
        return apart >= DISTINCT * deviation && apart >= CERTAIN * chance;
    }

    private static double variance(int count, double sum, double squares) {
        double mean = sum / count;
        return Math.max(0, squares / count - mean * mean);
    }

    /** What arrived, headers included. */
    double bytesPerNs() {
        return bytesPerNs;
    }

    /** What arrived, UDP payload. */
    double payloadBps() {
        return payloadBps;
    }

    double lossShare() {
        return 1 - share;
    }

    long meanDelayNs() {
        return (long) (delayNs / received);
    }

    /** Packets that found more than enough in the bucket. */
    int ample() {
        return ample;
    }

    int ampleLost() {
        return ampleLost;
    }
}
