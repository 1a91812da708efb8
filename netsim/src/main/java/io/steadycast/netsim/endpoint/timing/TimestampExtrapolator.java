package io.steadycast.netsim.endpoint.timing;

/**
 * Confined to its endpoint. Recursive least squares line through (arrival, RTP timestamp): when a frame of this timestamp is expected to be complete
 * (modules/video_coding/timing/timestamp_extrapolator.cc@bb9331cf). A CUSUM test forgets the offset after a sudden change of delay.
 */
public final class TimestampExtrapolator {
    /** Answer before the first frame. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long HARD_RESET_NS = 10_000 * Units.MS;
    private static final double ALARM_TICKS = 60_000;
    private static final double DRIFT_TICKS = 6_600;
    private static final double MAX_ERROR_TICKS = 7_000;
    private static final int START_UP_FRAMES = 2;
    private static final double TICKS_PER_MS = 90;
    private static final double P00 = 1.0;
    private static final double P11 = 1e10;

    private long startNs;
    private long previousNs;
    private long firstTicks;
    private long previousTicks;
    private boolean started;
    private double slope;
    private double offset;
    private double p00;
    private double p01;
    private double p10;
    private double p11;
    private int frames;
    private double above;
    private double below;

    public TimestampExtrapolator(long nowNs) {
        reset(nowNs);
    }

    public void reset(long nowNs) {
        startNs = nowNs;
        previousNs = nowNs;
        started = false;
        slope = TICKS_PER_MS;
        offset = 0;
        p00 = P00;
        p11 = P11;
        p01 = 0;
        p10 = 0;
        frames = 0;
        above = 0;
        below = 0;
    }

    /** A frame with this unwrapped 90 kHz timestamp was complete now. */
    public void update(long nowNs, long ticks) {
        if (nowNs - previousNs > HARD_RESET_NS) {
            reset(nowNs);
        } else {
            previousNs = nowNs;
        }
        double ms = Units.wholeMs(nowNs - startNs);
        boolean first = !started;
        if (first) {
            offset = -slope * ms;
            firstTicks = ticks;
            started = true;
        }
        double residual = ticks - firstTicks - ms * slope - offset;
        if (changed(residual) && frames >= START_UP_FRAMES) {
            p11 = P11;
        }
        if (!first && ticks < previousTicks) {
            return;
        }
        correct(ms, residual);
        previousTicks = ticks;
        frames = Math.min(frames + 1, START_UP_FRAMES);
    }

    private void correct(double ms, double residual) {
        double k0 = p00 * ms + p01;
        double k1 = p10 * ms + p11;
        double scale = 1 + ms * k0 + k1;
        k0 /= scale;
        k1 /= scale;
        slope += k0 * residual;
        offset += k1 * residual;
        double next00 = p00 - (k0 * ms * p00 + k0 * p10);
        double next01 = p01 - (k0 * ms * p01 + k0 * p11);
        p10 -= k1 * ms * p00 + k1 * p10;
        p11 -= k1 * ms * p01 + k1 * p11;
        p00 = next00;
        p01 = next01;
    }

    private boolean changed(double residual) {
        double error = Math.clamp(residual, -MAX_ERROR_TICKS, MAX_ERROR_TICKS);
        above = Math.max(above + error - DRIFT_TICKS, 0);
        below = Math.min(below + error + DRIFT_TICKS, 0);
        if (above > ALARM_TICKS || below < -ALARM_TICKS) {
            above = 0;
            below = 0;
            return true;
        }
        return false;
    }

    /** When a frame of this timestamp should be complete, {@link #UNKNOWN} before the first. */
    public long localTimeNs(long ticks) {
        if (!started) {
            return UNKNOWN;
        }
        if (frames < START_UP_FRAMES) {
            return previousNs + Units.ofMs((ticks - previousTicks) / TICKS_PER_MS);
        }
        if (slope < 1e-3) {
            return startNs;
        }
        long ms = (long) ((ticks - firstTicks - offset) / slope + 0.5);
        return startNs + ms * Units.MS;
    }
}
