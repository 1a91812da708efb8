package io.steadycast.netsim.endpoint.timing;

/** Any thread. libwebrtc counts time in whole microseconds and reads it in whole milliseconds; its roundings decide who waits, so they are kept. */
final class Units {
    static final long MS = 1_000_000L;
    static final long US = 1_000L;

    private Units() {}

    /** {@code TimeDelta::ms()}: to the nearest millisecond, halves up (rtc_base/units/unit_base.h). */
    static long wholeMs(long ns) {
        return Math.floorDiv(Math.floorDiv(ns, US) + 500, 1_000L);
    }

    /** {@code TimeDelta::Millis(double)}: to the nearest microsecond. */
    static long ofMs(double ms) {
        return Math.round(ms * 1_000) * US;
    }
}
