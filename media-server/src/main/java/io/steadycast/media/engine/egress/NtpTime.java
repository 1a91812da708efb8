package io.steadycast.media.engine.egress;

/** Any thread. Arithmetic on NTP times in 32.32 fixed point (RFC 3550 section 4), modulo 2^64. */
final class NtpTime {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long FRACTION_MASK = 0xFFFF_FFFFL;

    private NtpTime() {}

    static long plusNs(long ntp, long ns) {
        long seconds = Math.floorDiv(ns, NS_PER_SECOND);
        long fraction = (Math.floorMod(ns, NS_PER_SECOND) << 32) / NS_PER_SECOND;
        return ntp + (seconds << 32) + fraction;
    }

    /** An NTP difference in ticks of an RTP clock, rounded to the nearest. */
    static long ticks(long ntpDifference, int clockRate) {
        long fraction = ((ntpDifference & FRACTION_MASK) * clockRate + (1L << 31)) >>> 32;
        return (ntpDifference >> 32) * clockRate + fraction;
    }

    /** The middle 32 bits, by which receivers name a sender report. */
    static long compact(long ntp) {
        return ntp >>> 16 & FRACTION_MASK;
    }

    /** A duration in 1/65536 s. */
    static long compactDuration(long ns) {
        return (ns << 16) / NS_PER_SECOND;
    }

    static long compactDurationNs(long duration) {
        return (duration * NS_PER_SECOND) >> 16;
    }

    static long ticksOfNs(long ns, int clockRate) {
        return Math.floorDiv(ns, NS_PER_SECOND) * clockRate
                + Math.floorMod(ns, NS_PER_SECOND) * clockRate / NS_PER_SECOND;
    }

    static long nsOfTicks(long ticks, int clockRate) {
        return Math.floorDiv(ticks, clockRate) * NS_PER_SECOND
                + Math.floorMod(ticks, clockRate) * NS_PER_SECOND / clockRate;
    }
}
