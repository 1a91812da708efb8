package io.steadycast.media.engine.ingress;

import io.steadycast.media.engine.transport.DropCounters;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.media.wire.rtcp.ExtendedReport;
import io.steadycast.media.wire.rtcp.Goodbye;
import io.steadycast.media.wire.rtcp.RtcpCursor;
import io.steadycast.media.wire.rtcp.RtcpHeader;
import io.steadycast.media.wire.rtcp.SenderReport;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Confined to its shard. What a publisher says by RTCP: sender reports, round trips, goodbyes. */
final class RtcpIntake {
    private static final int MAX_SUB_BLOCKS = 32;

    private final RtcpCursor cursor = new RtcpCursor();
    private final EncodingIntake[] encodings;
    private final RttEstimator rtt;
    private final DropCounters drops;
    private final long localSsrc;

    private long referenceSsrc;
    private long referenceNtpMiddle;
    private long referenceArrivalNs = -1;

    RtcpIntake(EncodingIntake[] encodings, RttEstimator rtt, DropCounters drops, long localSsrc) {
        this.encodings = encodings;
        this.rtt = rtt;
        this.drops = drops;
        this.localSsrc = localSsrc;
    }

    void onRtcp(long nowNs, MemorySegment segment, int lengthBytes) {
        if (!cursor.start(segment, 0, lengthBytes)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        while (cursor.next()) {
            switch (cursor.type()) {
                case RtcpHeader.SENDER_REPORT -> onSenderReport(nowNs);
                case RtcpHeader.EXTENDED_REPORT -> onExtendedReport(nowNs);
                case RtcpHeader.GOODBYE -> onGoodbye();
                // A publisher's reports about us, its name and its feedback concern nothing that we send.
                case RtcpHeader.RECEIVER_REPORT,
                        RtcpHeader.SOURCE_DESCRIPTION,
                        RtcpHeader.TRANSPORT_FEEDBACK,
                        RtcpHeader.PAYLOAD_FEEDBACK -> {}
                default -> drops.count(DropReason.RTCP_UNKNOWN);
            }
        }
    }

    private void onSenderReport(long nowNs) {
        MemorySegment segment = cursor.segment();
        long at = cursor.offset();
        if (!SenderReport.valid(segment, at, cursor.lengthBytes())) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        EncodingIntake encoding = find(SenderReport.senderSsrc(segment, at));
        // Retransmission streams report too; their clock is the media's and says nothing new.
        if (encoding != null) {
            encoding.onSenderReport(nowNs, SenderReport.ntp(segment, at), SenderReport.rtpTimestamp(segment, at));
        }
    }

    private void onExtendedReport(long nowNs) {
        MemorySegment segment = cursor.segment();
        long at = cursor.offset();
        int length = cursor.lengthBytes();
        if (!ExtendedReport.valid(segment, at, length)) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        long block = ExtendedReport.first(segment, at, length);
        while (block != ExtendedReport.NONE) {
            if (ExtendedReport.isReceiverReference(segment, block)) {
                referenceSsrc = ExtendedReport.senderSsrc(segment, at);
                referenceNtpMiddle = middle(ExtendedReport.receiverNtp(segment, block));
                referenceArrivalNs = nowNs;
            }
            onDelays(nowNs, segment, block);
            block = ExtendedReport.next(segment, at, length, block);
        }
    }

    /** RFC 3611 section 4.5: the round trip is what is left of the time since our reference when their delay is taken off. */
    private void onDelays(long nowNs, MemorySegment segment, long block) {
        int count = Math.min(ExtendedReport.delayCount(segment, block), MAX_SUB_BLOCKS);
        for (int i = 0; i < count; i++) {
            long last = ExtendedReport.lastReceiverReference(segment, block, i);
            if (ExtendedReport.delaySsrc(segment, block, i) == localSsrc && last != 0) {
                long delay = ExtendedReport.delaySinceLastReceiverReference(segment, block, i);
                int elapsed = (int) (middle(ntp(nowNs)) - last - delay);
                rtt.onReport((Math.max(0, elapsed) * 1_000_000_000L) >> 16);
            }
        }
    }

    private void onGoodbye() {
        MemorySegment segment = cursor.segment();
        long at = cursor.offset();
        if (!Goodbye.valid(segment, at, cursor.lengthBytes())) {
            drops.count(DropReason.RTCP_MALFORMED);
            return;
        }
        for (int i = 0; i < Goodbye.sourceCount(segment, at); i++) {
            EncodingIntake encoding = find(Goodbye.ssrc(segment, at, i));
            if (encoding != null) {
                encoding.onGoodbye();
            }
        }
    }

    private @Nullable EncodingIntake find(long ssrc) {
        for (EncodingIntake encoding : encodings) {
            if (encoding.hasSource() && encoding.ssrc() == (int) ssrc) {
                return encoding;
            }
        }
        return null;
    }

    /** Whether the publisher waits for a DLRR. */
    boolean hasReference() {
        return referenceArrivalNs >= 0;
    }

    long referenceSsrc() {
        return referenceSsrc;
    }

    long referenceNtpMiddle() {
        return referenceNtpMiddle;
    }

    /** In 1/65536 s. Answered once. */
    long takeReferenceDelay(long nowNs) {
        long delay = ((nowNs - referenceArrivalNs) << 16) / 1_000_000_000L;
        referenceArrivalNs = -1;
        return delay;
    }

    /** Our clock in the form that reports carry. Only differences of it are ever used, so it has an epoch of its own. */
    static long ntp(long nowNs) {
        long seconds = Math.floorDiv(nowNs, 1_000_000_000L);
        long fraction = (Math.floorMod(nowNs, 1_000_000_000L) << 32) / 1_000_000_000L;
        return (seconds << 32) | fraction;
    }

    static long middle(long ntp) {
        return (ntp >>> 16) & 0xffff_ffffL;
    }
}
