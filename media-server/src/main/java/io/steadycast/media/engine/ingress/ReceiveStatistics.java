package io.steadycast.media.engine.ingress;

import io.steadycast.media.wire.rtcp.ReportBlock;
import java.lang.foreign.MemorySegment;

/** Confined to its shard. What RFC 3550 wants to be reported about one received SSRC (sections 6.4.1, appendix A.3 and A.8). */
final class ReceiveStatistics {
    private final int clockRate;
    private boolean started;
    private boolean hasTransit;
    /** Extended number with which the first cycle on the wire begins: its count starts at zero with every source. */
    private long firstCycle;

    private long base;
    private long highest;
    private long received;
    private long receivedBefore;
    private long lostBefore;
    private long expectedPrior;
    private long receivedPrior;
    private int fractionLost;
    private long lastTransit;
    private long lastTimestamp;
    private long jitterTimes16;
    private long lastReportNtpMiddle;
    private long lastReportArrivalNs = -1;

    ReceiveStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    void onPacket(long nowNs, long extSeq, long extTimestamp) {
        if (!started) {
            begin(extSeq);
        }
        received++;
        // Packets of one frame leave in a burst with one timestamp: their spacing is pacing, not jitter.
        boolean inOrder = extSeq > highest;
        if (inOrder) {
            highest = extSeq;
            if (extTimestamp != lastTimestamp) {
                jitter(nowNs, extTimestamp);
            }
        }
    }

    /** A sender that restarts, or another SSRC, is a new source (init_seq of appendix A.1): what it counts begins anew, what is shown to users does not. */
    void onRestart(long firstExtSeq) {
        if (started) {
            receivedBefore = received();
            lostBefore = lost();
            received = 0;
            expectedPrior = 0;
            receivedPrior = 0;
            begin(firstExtSeq);
        }
    }

    private void begin(long extSeq) {
        started = true;
        firstCycle = extSeq & ~0xffffL;
        base = extSeq;
        highest = extSeq - 1;
    }

    void onSenderReport(long nowNs, long ntp) {
        lastReportNtpMiddle = (ntp >>> 16) & 0xffff_ffffL;
        lastReportArrivalNs = nowNs;
    }

    private void jitter(long nowNs, long extTimestamp) {
        // Appendix A.8, in timestamp units; only differences of transit matter, so the clocks' epochs do not.
        long arrival = nowNs / 1_000_000_000L * clockRate + nowNs % 1_000_000_000L * clockRate / 1_000_000_000L;
        long transit = arrival - extTimestamp;
        if (hasTransit) {
            long difference = Math.abs(transit - lastTransit);
            jitterTimes16 += difference - ((jitterTimes16 + 8) >> 4);
        }
        hasTransit = true;
        lastTransit = transit;
        lastTimestamp = extTimestamp;
    }

    boolean started() {
        return started;
    }

    /** Closes the interval (appendix A.3) and writes the report block. */
    void writeBlock(long nowNs, MemorySegment segment, long offset, long ssrc) {
        long expected = highest - base + 1;
        long expectedInterval = expected - expectedPrior;
        long lostInterval = expectedInterval - (received - receivedPrior);
        expectedPrior = expected;
        receivedPrior = received;
        fractionLost = expectedInterval <= 0 || lostInterval <= 0
                ? 0
                : (int) Math.min(255, lostInterval * 256 / expectedInterval);
        ReportBlock.writeLoss(segment, offset, ssrc, fractionLost, expected - received);
        long delay = lastReportArrivalNs < 0 ? 0 : (nowNs - lastReportArrivalNs) * 65_536 / 1_000_000_000L;
        ReportBlock.writeReception(
                segment, offset, highest - firstCycle, jitterTimes16 >> 4, lastReportNtpMiddle, delay);
    }

    /** Of the last interval, 0..1. */
    double fractionLost() {
        return fractionLost / 256.0;
    }

    long received() {
        return receivedBefore + received;
    }

    /** Never arrived so far, retransmissions not counted. */
    long lost() {
        return lostBefore + (started ? Math.max(0, highest - base + 1 - received) : 0);
    }

    double jitterMs() {
        return (jitterTimes16 >> 4) * 1_000.0 / clockRate;
    }
}
