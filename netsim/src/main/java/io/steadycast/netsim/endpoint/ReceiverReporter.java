package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.TransportFeedbackWriter;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;

/** Confined to its endpoint. Composes what a viewer says: receiver reports with reference time, transport-wide feedback, NACK and PLI. */
final class ReceiverReporter {
    private static final int CAPACITY = 1_200;
    private static final int XR_BYTES = 20;

    private final long localSsrc;
    private final ViewerConfig.Ssrcs ssrcs;
    private final EndpointTransport transport;
    private final MemorySegment out = MemorySegment.ofArray(new byte[1_500]);
    private final TransportFeedbackWriter writer = new TransportFeedbackWriter();
    private final Unwrapper transportSeq = Unwrapper.seq16();
    private final TreeMap<Long, Long> arrivals = new TreeMap<>();
    private int feedbacks;
    private long plis;
    private long nextTransport = -1;
    private long transportGaps;

    ReceiverReporter(long localSsrc, ViewerConfig.Ssrcs ssrcs, EndpointTransport transport) {
        this.localSsrc = localSsrc;
        this.ssrcs = ssrcs;
        this.transport = transport;
    }

    /** What one stream received. */
    static final class Reception {
        private long first = -1;
        private long highest = -1;
        private long received;
        private long expectedBefore;
        private long receivedBefore;

        void onPacket(long extSeq) {
            first = first < 0 ? extSeq : first;
            highest = Math.max(highest, extSeq);
            received++;
        }

        long highest() {
            return highest;
        }
    }

    long plis() {
        return plis;
    }

    /** Transport-wide numbers that were skipped: losses, or a server that counts wrong. */
    long transportGaps() {
        return transportGaps;
    }

    void onTransportSequence(long nowNs, int wire) {
        long seq = transportSeq.unwrap(wire);
        arrivals.putIfAbsent(seq, nowNs);
        if (nextTransport >= 0 && seq > nextTransport) {
            transportGaps += seq - nextTransport;
        }
        nextTransport = Math.max(nextTransport, seq + 1);
    }

    void sendTransportFeedback(long nowNs) {
        while (!arrivals.isEmpty()) {
            writer.begin(out, 0, CAPACITY, arrivals.firstKey());
            boolean fits = true;
            while (fits && !arrivals.isEmpty()) {
                Map.Entry<Long, Long> entry = arrivals.firstEntry();
                fits = writer.add(entry.getKey(), entry.getValue());
                if (fits) {
                    arrivals.pollFirstEntry();
                }
            }
            transport.sendRtcp(nowNs, out, writer.finish(localSsrc, ssrcs.video(), feedbacks++ & 0xFF));
        }
    }

    void sendNacks(long nowNs, NackRequester nacks, boolean newOnly) {
        int count = nacks.collect(nowNs, newOnly);
        if (count > 0) {
            int part = Math.min(count, 256);
            transport.sendRtcp(nowNs, out, GenericNack.write(out, 0, localSsrc, ssrcs.video(), nacks.batch(), part));
        }
    }

    void sendPli(long nowNs) {
        plis++;
        transport.sendRtcp(nowNs, out, Pli.write(out, 0, localSsrc, ssrcs.video()));
    }

    /** RR with a block for audio and video each, and the reference time of RFC 3611 section 4.4. */
    void sendReport(long nowNs, Reception audio, SyncMeter audioSync, Reception video, SyncMeter videoSync) {
        int length = ReceiverReport.begin(out, 0, localSsrc, 2);
        writeBlock(nowNs, ReceiverReport.blockOffset(0, 0), ssrcs.audio(), audio, audioSync);
        writeBlock(nowNs, ReceiverReport.blockOffset(0, 1), ssrcs.video(), video, videoSync);
        int xr = ExtendedReport.begin(out, length, localSsrc);
        xr = ExtendedReport.addReceiverReference(out, length, xr, HostClock.ntpOf(nowNs));
        if (xr != XR_BYTES) {
            throw new IllegalStateException("XR of " + xr + " bytes");
        }
        transport.sendRtcp(nowNs, out, length + xr);
    }

    private void writeBlock(long nowNs, long block, long ssrc, Reception reception, SyncMeter sync) {
        long expected = reception.first < 0 ? 0 : reception.highest - reception.first + 1;
        long expectedNow = expected - reception.expectedBefore;
        long receivedNow = reception.received - reception.receivedBefore;
        reception.expectedBefore = expected;
        reception.receivedBefore = reception.received;
        long lostNow = Math.max(0, expectedNow - receivedNow);
        int fraction = expectedNow <= 0 ? 0 : (int) (lostNow * 256 / expectedNow);
        ReportBlock.writeLoss(out, block, ssrc, fraction, Math.max(0, expected - reception.received));
        long highest = Math.max(0, reception.highest);
        ReportBlock.writeReception(out, block, highest, 0, sync.lastReport(), sync.delaySinceReport(nowNs));
    }
}
