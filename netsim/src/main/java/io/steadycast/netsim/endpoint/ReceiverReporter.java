package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.ReportBlock;
import java.lang.foreign.MemorySegment;

/** Confined to its endpoint. Composes what a viewer says: receiver reports with reference time, transport-wide feedback, NACK and PLI. */
final class ReceiverReporter {
    private static final int NACK_PART = 256;
    /** UDP payload of a protected message: what SRTCP adds to it. */
    private static final int SRTCP_BYTES = 20;

    private final long localSsrc;
    private final ViewerConfig config;
    private final EndpointTransport transport;
    private final MemorySegment out = MemorySegment.ofArray(new byte[1_500]);
    private final long[] part = new long[NACK_PART];
    private final FeedbackGenerator feedback = new FeedbackGenerator();
    private long plis;
    private long nackMessages;
    private long audioNacked;
    private long sentPackets;
    private long sentBytes;

    ReceiverReporter(long localSsrc, ViewerConfig config, EndpointTransport transport) {
        this.localSsrc = localSsrc;
        this.config = config;
        this.transport = transport;
    }

    long plis() {
        return plis;
    }

    /** Transport-wide numbers that were skipped: losses, or a server that counts wrong. */
    long transportGaps() {
        return feedback.gaps();
    }

    void onTransportSequence(long nowNs, int wire) {
        feedback.onPacket(nowNs, wire);
    }

    private void send(long nowNs, int lengthBytes) {
        if (lengthBytes > 0) {
            sentPackets++;
            sentBytes += lengthBytes + SRTCP_BYTES;
            transport.sendRtcp(nowNs, out, lengthBytes);
        }
    }

    void sendTransportFeedback(long nowNs) {
        int length = feedback.write(out, localSsrc, config.ssrcs().video());
        while (length > 0) {
            send(nowNs, length);
            length = feedback.write(out, localSsrc, config.ssrcs().video());
        }
    }

    void sendNacks(long nowNs, long[] numbers, int count) {
        nackMessages += count > 0 ? 1 : 0;
        sendNacks(nowNs, config.ssrcs().video(), numbers, count);
    }

    void sendAudioNacks(long nowNs, long[] numbers, int count) {
        audioNacked += count;
        sendNacks(nowNs, config.ssrcs().audio(), numbers, count);
    }

    private void sendNacks(long nowNs, long ssrc, long[] numbers, int count) {
        for (int from = 0; from < count; from += NACK_PART) {
            int length = Math.min(NACK_PART, count - from);
            System.arraycopy(numbers, from, part, 0, length);
            send(nowNs, GenericNack.write(out, 0, localSsrc, ssrc, part, length));
        }
    }

    void sendPli(long nowNs) {
        plis++;
        send(nowNs, Pli.write(out, 0, localSsrc, config.ssrcs().video()));
    }

    /** RR with a block for audio and video each, and the reference time of RFC 3611 section 4.4 where it was agreed on. */
    void sendReport(long nowNs, Reception audio, SyncMeter audioSync, Reception video, SyncMeter videoSync) {
        int length = ReceiverReport.begin(out, 0, localSsrc, 2);
        writeBlock(nowNs, ReceiverReport.blockOffset(0, 0), config.ssrcs().audio(), audio, audioSync);
        writeBlock(nowNs, ReceiverReport.blockOffset(0, 1), config.ssrcs().video(), video, videoSync);
        if (config.receiver().referenceTime()) {
            int begun = ExtendedReport.begin(out, length, localSsrc);
            length += ExtendedReport.addReceiverReference(out, length, begun, HostClock.ntpOf(nowNs));
        }
        send(nowNs, length);
    }

    private void writeBlock(long nowNs, long block, long ssrc, Reception reception, SyncMeter sync) {
        ReportBlock.writeLoss(out, block, ssrc, reception.takeFractionLost(), Math.max(0, reception.lost()));
        long highest = Math.max(0, reception.highest());
        ReportBlock.writeReception(
                out, block, highest, reception.jitter(), sync.lastReport(), sync.delaySinceReport(nowNs));
    }

    FeedbackReport report(long nackedPackets) {
        return new FeedbackReport(
                nackMessages,
                nackedPackets,
                audioNacked,
                plis,
                feedback.messages(),
                new Traffic(sentPackets, sentBytes));
    }
}
