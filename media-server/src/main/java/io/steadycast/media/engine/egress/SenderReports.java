package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.log.CaptureClock;
import io.steadycast.media.engine.log.TrackLog;
import io.steadycast.media.wire.rtcp.SenderReport;
import java.lang.foreign.MemorySegment;

/**
 * Confined to its shard. When a subscription's sender reports leave and what clock they tell, and the round trip from the answers.
 *
 * <p>A report pairs NTP and RTP time (RFC 3550 section 6.4.1). Ours says what the publisher's last one said, moved on by the time since it came,
 * on both sides alike: the pair stays on the publisher's own line, whatever the transit time of its reports and however far its clock drifts from
 * ours. Audio and video of one host thus share a capture clock at the viewer, whichever encoding is shown.
 *
 * <p>Receivers need two reports before they can relate two streams (libwebrtc's RtpToNtpEstimator), so the second follows soon after the first.
 */
final class SenderReports {
    private static final long NS_PER_MS = 1_000_000L;
    private static final long SECOND_REPORT_NS = 300 * NS_PER_MS;
    private static final long AFTER_SWITCH_NS = 50 * NS_PER_MS;
    private static final int REMEMBERED = 16;

    private final int clockRate;
    private final long intervalNs;
    private final long clockWaitNs;
    private final CaptureClock clock = new CaptureClock();
    private final long[] sentCompact = new long[REMEMBERED];
    private final long[] sentAtNs = new long[REMEMBERED];
    private long reports;
    private long dueNs = Long.MIN_VALUE;
    private long waitingSinceNs = Long.MIN_VALUE;
    private long ntp;
    private long timestamp;
    private long packets;
    private long bytes;

    SenderReports(EgressConfig.Reporting config, int clockRate) {
        this.clockRate = clockRate;
        intervalNs = config.senderReportMs() * NS_PER_MS;
        clockWaitNs = config.clockWaitMs() * NS_PER_MS;
    }

    boolean isDue(long nowNs) {
        return nowNs >= dueNs;
    }

    /** Another encoding maps to the viewer's time by another clock: say so soon. */
    void onSwitch(long nowNs) {
        if (dueNs != Long.MIN_VALUE) {
            dueNs = Math.min(dueNs, nowNs + AFTER_SWITCH_NS);
        }
    }

    /** Takes the values for a report at this moment; false if the clock is not known yet, or nothing was sent. */
    boolean prepare(long nowNs, TrackLog log, RtpRewriter rewriter) {
        if (rewriter.packets() == 0) {
            return false;
        }
        if (waitingSinceNs == Long.MIN_VALUE) {
            waitingSinceNs = nowNs;
        }
        long shift = rewriter.timestamps().shift();
        if (log.captureClock(clock)) {
            long elapsedNs = nowNs - clock.arrivalNs;
            ntp = NtpTime.plusNs(clock.ntp, elapsedNs);
            timestamp = clock.extTimestamp + shift + NtpTime.ticksOfNs(elapsedNs, clockRate);
        } else if (nowNs - waitingSinceNs >= clockWaitNs) {
            // A publisher without reports: arrival is the only clock that its streams have in common.
            ntp = NtpTime.plusNs(1L << 63, nowNs);
            timestamp = rewriter.lastSourceTimestamp()
                    + shift
                    + NtpTime.ticksOfNs(nowNs - rewriter.lastArrivalNs(), clockRate);
        } else {
            return false;
        }
        packets = rewriter.packets();
        bytes = rewriter.bytes();
        return true;
    }

    /** After {@link #prepare}; answers the bytes written. */
    int write(long nowNs, MemorySegment segment, long offset, long ssrc) {
        int length = SenderReport.begin(segment, offset, ssrc, 0);
        SenderReport.writeInfo(segment, offset, ntp, timestamp, packets, bytes);
        int slot = (int) (reports % REMEMBERED);
        sentCompact[slot] = NtpTime.compact(ntp);
        sentAtNs[slot] = nowNs;
        reports++;
        dueNs = nowNs + (reports == 1 ? SECOND_REPORT_NS : intervalNs);
        return length;
    }

    /** Round trip from a report block (RFC 3550 section 6.4.1); -1 if it names none of our late reports. */
    long rttNs(long nowNs, long lastReport, long delay) {
        if (lastReport == 0) {
            return -1;
        }
        for (int i = 0; i < Math.min(reports, REMEMBERED); i++) {
            int slot = (int) ((reports - 1 - i) % REMEMBERED);
            if (sentCompact[slot] == lastReport) {
                return Math.max(0, nowNs - sentAtNs[slot] - NtpTime.compactDurationNs(delay));
            }
        }
        return -1;
    }
}
