package io.steadycast.netsim.profile;

/** Both ends are legal. */
record Legal(double min, double max, String unit, boolean integer) {
    static final Legal RTT_MS = of(0, 60_000, "ms");
    static final Legal DELAY_MS = of(0, 60_000, "ms");
    static final Legal TAU_MS = of(1, 60_000, "ms");
    static final Legal RATE_TAU_MS = of(10, 86_400_000, "ms");
    static final Legal KBPS = of(0, 100_000_000, "kbit/s");
    static final Legal POLICER_KBPS = of(1, 100_000_000, "kbit/s");
    static final Legal PROBABILITY = of(0, 1, "");
    static final Legal SECONDS = of(0, 31_622_400, "s");
    static final Legal FACTOR = of(Factors.MIN, Factors.MAX, "");
    static final Legal CARD = of(0, 1e9, "");

    static Legal of(double min, double max, String unit) {
        return new Legal(min, max, unit, false);
    }

    Legal whole() {
        return new Legal(min, max, unit, true);
    }

    boolean holds(double value) {
        return value >= min && value <= max && (!integer || value == Math.rint(value));
    }

    @Override
    public String toString() {
        return (integer ? "a whole number, " : "") + Words.plain(min) + " to " + Words.plain(max)
                + (unit.isEmpty() ? "" : " " + unit);
    }
}
