package io.steadycast.media.engine.ingress;

import io.steadycast.media.wire.Unwrapper;

/**
 * Confined to its shard. Extends the RTP timestamps of one SSRC to a line that runs with the clock: a source that starts over elsewhere, or that was muted
 * for longer than half a cycle (6.6 h at 90 kHz), is joined on where its arrival says it belongs. Readers never see a leap that did not take that time.
 */
final class TimestampTracker {
    /** Above any pause in delivery after which timestamps still tell the truth, below the shortest wrong unwrapping. */
    private static final long TOLERANCE_NS = 10_000_000_000L;

    private static final long RESTART_TOLERANCE_NS = 1_000_000_000L;

    private final int clockRate;
    private final Unwrapper unwrapper = Unwrapper.timestamp32();
    private long offset;
    private long newest;
    private long newestArrivalNs;

    TimestampTracker(int clockRate) {
        this.clockRate = clockRate;
    }

    /** Extends the timestamp of the newest packet so far. */
    long accept(long nowNs, long wire, boolean restarted) {
        if (unwrapper.highest() == Unwrapper.NONE) {
            newest = unwrapper.unwrap(wire);
        } else {
            long raw = unwrapper.peek(wire);
            long expected = newest + ticks(nowNs - newestArrivalNs);
            long tolerance = ticks(restarted ? RESTART_TOLERANCE_NS : TOLERANCE_NS);
            if (Math.abs(raw + offset - expected) > tolerance) {
                offset = expected - raw;
                unwrapper.restartAt(raw);
            } else {
                unwrapper.unwrap(wire);
            }
            newest = raw + offset;
        }
        newestArrivalNs = nowNs;
        return newest;
    }

    /** Extends a timestamp near the newest: of a late packet, or in a sender report. */
    long map(long wire) {
        return unwrapper.peek(wire) + offset;
    }

    boolean started() {
        return unwrapper.highest() != Unwrapper.NONE;
    }

    private long ticks(long ns) {
        return ns / 1_000_000_000L * clockRate + ns % 1_000_000_000L * clockRate / 1_000_000_000L;
    }
}
