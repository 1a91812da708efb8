package io.steadycast.netsim.profile;

import io.steadycast.netsim.BadInput;
import java.util.Locale;

/** Which user of a network a profile plays: the middle one, one of the worst ten of a hundred, the worst of a hundred. */
public enum Severity {
    P50,
    P90,
    P99;

    private static final Factors NINETY = new Factors(1.8, 1.5, 2, 0.5);
    private static final Factors NINETY_NINE = new Factors(3, 2.5, 4, 0.25);

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What applies unless a profile says otherwise. */
    public Factors factors() {
        return switch (this) {
            case P50 -> Factors.ONE;
            case P90 -> NINETY;
            case P99 -> NINETY_NINE;
        };
    }

    public static Severity of(String id) {
        for (Severity severity : values()) {
            if (severity.id().equals(id)) {
                return severity;
            }
        }
        throw new BadInput("severity: \"" + id + "\" (legal: p50, p90, p99)");
    }
}
