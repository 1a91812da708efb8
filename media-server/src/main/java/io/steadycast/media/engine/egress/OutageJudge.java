package io.steadycast.media.engine.egress;

/**
 * Confined to its shard. Tells from the NACKs of one message whether the viewer's path was gone for a while: a NAT forgot the viewer's port, a phone changed its network.
 * Receivers ask for a gap at once when it ends (libwebrtc nack_requester.cc), so numbers that are asked for the first time and were sent over a long time, with hardly a
 * number between them that arrived, are such a gap. Its repair would take as long as it lasted, and be seen by nobody.
 */
final class OutageJudge {
    private static final int MIN_PACKETS = 16;
    private static final long MIN_SPAN_NS = 500_000_000L;

    /** Of the numbers of the span, so many of 16 are missing. Random loss of 70 % stays below. */
    private static final int MISSING_OF_16 = 15;

    private int packets;
    private long firstSeq;
    private long lastSeq;
    private long firstSentNs;
    private long lastSentNs;

    /** Asked for the first time. */
    void onMissing(long seq, long sentNs) {
        if (packets == 0) {
            firstSeq = seq;
            lastSeq = seq;
            firstSentNs = sentNs;
            lastSentNs = sentNs;
        }
        packets++;
        firstSeq = Math.min(firstSeq, seq);
        lastSeq = Math.max(lastSeq, seq);
        firstSentNs = Math.min(firstSentNs, sentNs);
        lastSentNs = Math.max(lastSentNs, sentNs);
    }

    /** The message is read; the next one is judged by itself. */
    boolean takeOutage() {
        boolean outage = packets >= MIN_PACKETS
                && lastSentNs - firstSentNs >= MIN_SPAN_NS
                && 16L * packets >= MISSING_OF_16 * (lastSeq - firstSeq + 1);
        packets = 0;
        return outage;
    }
}
