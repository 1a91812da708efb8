package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.Unwrapper;

/**
 * Confined to its endpoint. Where a stream's timestamps are on the sender's wall clock according to its sender reports, and how far that is from the truth that
 * its packets carry. What audio and video err alike cancels out.
 */
final class SyncMeter {
    private final int clockRate;
    private long reportClockNs;
    private long reportTimestamp;
    private long lastCompact;
    private long reportArrivalNs;
    private boolean known;
    private long errorNs;
    private boolean measured;

    SyncMeter(int clockRate) {
        this.clockRate = clockRate;
    }

    void onSenderReport(long nowNs, long ntp, long timestamp) {
        reportClockNs = HostClock.nsOfNtp(ntp);
        reportTimestamp = timestamp;
        lastCompact = ntp >>> 16 & 0xFFFF_FFFFL;
        reportArrivalNs = nowNs;
        known = true;
    }

    /** A packet or frame with this timestamp, captured when the host's clock showed this. */
    void onMedia(long timestamp, long hostClockNs) {
        if (known) {
            errorNs = captureNs(timestamp) - hostClockNs;
            measured = true;
        }
    }

    /** A sender report came. */
    boolean known() {
        return known;
    }

    /** By the sender's wall clock. */
    long captureNs(long timestamp) {
        long ticks = Unwrapper.timestamp32(reportTimestamp + (1L << 40), timestamp) - reportTimestamp - (1L << 40);
        return reportClockNs + ticks * 1_000_000_000L / clockRate;
    }

    boolean measured() {
        return measured;
    }

    long errorNs() {
        return errorNs;
    }

    /** Middle 32 bits of the last report's NTP time, 0 before the first. */
    long lastReport() {
        return lastCompact;
    }

    /** Since it came, in 1/65536 s. */
    long delaySinceReport(long nowNs) {
        return known ? (nowNs - reportArrivalNs) * 65_536 / 1_000_000_000L : 0;
    }
}
