package io.steadycast.netsim.trace;

import org.jspecify.annotations.Nullable;

/**
 * How to read a trace.
 *
 * @param format null: told from the content
 * @param direction which of the directions in the file, or which one the file is of; null: what the file says
 * @param scale multiplies every rate
 * @param correction null: none, the file's numbers as they are
 */
public record TraceOptions(
        @Nullable TraceFormat format,
        @Nullable TraceDirection direction,
        double scale,
        @Nullable GoodputCorrection correction) {
    public static final TraceOptions DEFAULT = new TraceOptions(null, null, 1, GoodputCorrection.DEFAULT);

    public TraceOptions {
        if (!(scale > 0 && scale <= 1000)) {
            throw new IllegalArgumentException("scale: " + scale + " (legal: above 0, to 1000)");
        }
    }

    public TraceOptions withFormat(@Nullable TraceFormat newFormat) {
        return new TraceOptions(newFormat, direction, scale, correction);
    }

    public TraceOptions withDirection(@Nullable TraceDirection newDirection) {
        return new TraceOptions(format, newDirection, scale, correction);
    }

    public TraceOptions withScale(double newScale) {
        return new TraceOptions(format, direction, newScale, correction);
    }

    public TraceOptions withCorrection(@Nullable GoodputCorrection newCorrection) {
        return new TraceOptions(format, direction, scale, newCorrection);
    }

    TraceDirection directionOr(TraceDirection fallback) {
        return direction == null ? fallback : direction;
    }
}
