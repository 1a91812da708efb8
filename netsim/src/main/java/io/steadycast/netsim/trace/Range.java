package io.steadycast.netsim.trace;

import java.math.BigDecimal;

/** Both ends are legal. */
record Range(double min, double max, String unit) {
    static final Range RATE_MBPS = new Range(0, TraceLimits.MAX_RATE_BPS / 1e6, "Mbit/s");
    static final Range RATE_KBPS = new Range(0, TraceLimits.MAX_RATE_BPS / 1e3, "kbit/s");
    static final Range RATE_BPS = new Range(0, TraceLimits.MAX_RATE_BPS, "bit/s");
    static final Range DELAY_MS = new Range(0, TraceLimits.MAX_DELAY_MS, "ms");
    static final Range DURATION_MS = new Range(0, TraceLimits.MAX_DURATION_NS / 1e6, "ms");
    static final Range FRACTION = new Range(0, 1, "of packets");

    boolean holds(double value) {
        return value >= min && value <= max;
    }

    @Override
    public String toString() {
        return plain(min) + " to " + plain(max) + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
