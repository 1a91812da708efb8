package io.steadycast.netsim.link.spec;

import java.util.Locale;

/** Refuses values with a message that names the field, the value and what is legal. */
final class Check {
    static final long DAY_NS = 86_400_000_000_000L;
    /** A delay of more than a minute is a mistake in units. */
    static final long MAX_DELAY_NS = 60_000_000_000L;

    static final long MAX_RATE_BPS = 100_000_000_000L;

    private Check() {}

    static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + ", legal is " + min + " to " + max);
        }
    }

    static void range(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s is %s, legal is %s to %s", field, value, min, max));
        }
    }

    static void probability(String field, double value) {
        range(field, value, 0, 1);
    }

    static void delay(String field, long valueNs) {
        range(field, valueNs, 0, MAX_DELAY_NS);
    }

    static void rate(String field, long valueBps) {
        range(field, valueBps, 0, MAX_RATE_BPS);
    }

    /** At least the one and at most the other. */
    static void ascending(String lowField, long low, String highField, long high) {
        if (low > high) {
            throw new IllegalArgumentException(
                    lowField + " is " + low + ", legal is at most " + highField + ", which is " + high);
        }
    }

    static void that(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
