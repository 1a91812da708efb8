package io.steadycast.media.engine.log;

/** Confined to its shard. A reader's reusable copy of what the last sender report said: this RTP timestamp was captured at this NTP time. */
public final class CaptureClock {
    /** RFC 3550 section 4: seconds since 1900 in 32.32 fixed point. */
    public long ntp;

    public long extTimestamp;

    /** When the report came, by the server's monotonic clock. */
    public long arrivalNs;
}
