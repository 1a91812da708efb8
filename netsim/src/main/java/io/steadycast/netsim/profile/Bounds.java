package io.steadycast.netsim.profile;

import java.util.Locale;

/** Both ends are inside. */
public record Bounds(double min, double max) {
    public Bounds {
        if (!(min <= max)) {
            throw new IllegalArgumentException("[" + min + ", " + max + "] is empty");
        }
    }

    public boolean holds(double value) {
        return value >= min && value <= max;
    }

    @Override
    public String toString() {
        return "[" + shortly(min) + ", " + shortly(max) + "]";
    }

    /** Three digits are enough for a card. */
    static String shortly(double value) {
        if (Math.abs(value) >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.2f", value);
    }
}
