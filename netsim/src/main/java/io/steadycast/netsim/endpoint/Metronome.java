package io.steadycast.netsim.endpoint;

/**
 * Immutable. Chromium's ticks, 64 a second, onto which WebRTC's work is gathered so that the processor wakes seldom: timers that need no precision wait for the next
 * tick after their moment (third_party/webrtc_overrides/task_queue_factory.cc and timer_based_tick_provider.h, kDefaultPeriod), and pictures are decoded at ticks
 * ({@link DecodeScheduler}).
 *
 * @param anchorNs one of the ticks
 */
record Metronome(long anchorNs) {
    static final long PERIOD_NS = 15_625_000L;

    /** The first tick at this moment or later. */
    long at(long nowNs) {
        return anchorNs + Math.ceilDiv(nowNs - anchorNs, PERIOD_NS) * PERIOD_NS;
    }

    /** The first tick later than this moment. */
    long after(long nowNs) {
        return at(nowNs + 1);
    }
}
