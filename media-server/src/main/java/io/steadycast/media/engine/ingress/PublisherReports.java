package io.steadycast.media.engine.ingress;

import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.Fir;
import io.steadycast.media.wire.rtcp.GenericNack;
import io.steadycast.media.wire.rtcp.Pli;
import io.steadycast.media.wire.rtcp.ReceiverReport;
import io.steadycast.media.wire.rtcp.Remb;
import io.steadycast.media.wire.rtcp.ReportBlock;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SourceDescription;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Confined to its shard. Writes what a publisher is told by RTCP. */
final class PublisherReports {
    private static final int NACKS_PER_MESSAGE = 128;
    private static final int XR_BYTES = ExtendedReport.HEADER_BYTES + 12 + 16;

    private final EncodingIntake[] encodings;
    private final RtcpBatch batch;
    private final long localSsrc;
    private final byte[] cname;
    private final boolean rembOnly;
    private final long[] numbers = new long[NACKS_PER_MESSAGE];
    private final byte[] firNumbers;

    PublisherReports(PublisherSpec spec, EncodingIntake[] encodings, RtcpBatch batch, long localSsrc) {
        this.encodings = encodings;
        this.batch = batch;
        this.localSsrc = localSsrc;
        this.cname = spec.cname().getBytes(StandardCharsets.UTF_8);
        this.firNumbers = new byte[encodings.length];
        boolean remb = false;
        boolean transportCc = false;
        for (PublisherMedia media : spec.media()) {
            remb |= media.feedback().remb();
            transportCc |= media.feedback().transportCc();
        }
        this.rembOnly = remb && !transportCc;
    }

    /** What is missing and due. */
    void nacks(long nowNs, long rttNs) {
        for (EncodingIntake encoding : encodings) {
            if (encoding.nack.missing() == 0) {
                continue;
            }
            MemorySegment segment = batch.room(RtcpHeader.FEEDBACK_BYTES + 4 * NACKS_PER_MESSAGE, false);
            if (segment == null) {
                return;
            }
            int count = encoding.nack.due(nowNs, rttNs, numbers);
            if (count > 0) {
                batch.advance(GenericNack.write(
                        segment, batch.lengthBytes(), localSsrc, encoding.ssrc() & 0xffff_ffffL, numbers, count));
            }
        }
    }

    void keyframeRequest(int index) {
        EncodingIntake encoding = encodings[index];
        long ssrc = encoding.ssrc() & 0xffff_ffffL;
        boolean fir = !encoding.media().feedback().pli()
                && encoding.media().feedback().fir();
        MemorySegment segment = batch.room(fir ? Fir.ONE_ENTRY_BYTES : Pli.BYTES, false);
        if (segment == null) {
            return;
        }
        int at = batch.lengthBytes();
        batch.advance(
                fir
                        ? Fir.write(segment, at, localSsrc, ssrc, firNumbers[index]++ & 0xff)
                        : Pli.write(segment, at, localSsrc, ssrc));
    }

    void transportFeedback(TransportFeedbackRecorder recorder) {
        while (recorder.pending()) {
            // A message may take what a datagram holds, so each opens one.
            MemorySegment segment = batch.room(RtcpBatch.MAX_BYTES - ReceiverReport.BYTES, false);
            if (segment == null) {
                return;
            }
            int at = batch.lengthBytes();
            int written = recorder.write(segment, at, RtcpBatch.MAX_BYTES - at, localSsrc, mediaSsrc());
            batch.advance(written);
            batch.flush();
        }
    }

    /** The compound report of RFC 3550 section 6.1, with what measures the round trip (RFC 3611) and, for those that know only it, REMB. */
    void report(long nowNs, RtcpIntake intake, long rembBps) {
        int blocks = sources();
        int remb = Remb.FIXED_BYTES + 4 * encodings.length;
        int bytes = ReceiverReport.BYTES + ReportBlock.BYTES * blocks + 12 + cname.length + 4 + XR_BYTES + remb;
        MemorySegment segment = batch.room(bytes, true);
        if (segment == null) {
            return;
        }
        int start = batch.lengthBytes();
        batch.advance(ReceiverReport.begin(segment, start, localSsrc, blocks));
        int index = 0;
        for (EncodingIntake encoding : encodings) {
            if (encoding.statistics.started() && index < blocks) {
                long block = ReceiverReport.blockOffset(start, index++);
                encoding.statistics.writeBlock(nowNs, segment, block, encoding.ssrc() & 0xffff_ffffL);
            }
        }
        batch.advance(SourceDescription.write(segment, batch.lengthBytes(), localSsrc, cname));
        batch.advance(extendedReport(nowNs, segment, batch.lengthBytes(), intake));
        if (rembOnly && index > 0) {
            batch.advance(remb(segment, batch.lengthBytes(), rembBps));
        }
    }

    private int extendedReport(long nowNs, MemorySegment segment, int at, RtcpIntake intake) {
        int length = ExtendedReport.begin(segment, at, localSsrc);
        length = ExtendedReport.addReceiverReference(segment, at, length, RtcpIntake.ntp(nowNs));
        if (intake.hasReference()) {
            long block = (long) at + length;
            length = ExtendedReport.addDelays(segment, at, length, 1);
            long last = intake.referenceNtpMiddle();
            ExtendedReport.putDelay(segment, block, 0, intake.referenceSsrc(), last, intake.takeReferenceDelay(nowNs));
        }
        return length;
    }

    private int remb(MemorySegment segment, int at, long rembBps) {
        int count = 0;
        for (EncodingIntake encoding : encodings) {
            if (encoding.statistics.started()) {
                numbers[count++] = encoding.ssrc() & 0xffff_ffffL;
            }
        }
        return Remb.write(segment, at, localSsrc, rembBps, numbers, count);
    }

    private int sources() {
        int count = 0;
        for (EncodingIntake encoding : encodings) {
            count += encoding.statistics.started() ? 1 : 0;
        }
        return Math.min(count, ReportBlock.MAX_COUNT);
    }

    /** Transport-wide feedback has to name some source of media: the first one. */
    private long mediaSsrc() {
        for (EncodingIntake encoding : encodings) {
            if (encoding.hasSource()) {
                return encoding.ssrc() & 0xffff_ffffL;
            }
        }
        return 0;
    }
}
