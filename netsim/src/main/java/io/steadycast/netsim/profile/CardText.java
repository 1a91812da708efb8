package io.steadycast.netsim.profile;

import java.util.EnumMap;
import java.util.Map;

/** Writes the {@code expect} section of a profile from measurements, with the slack that a change of random streams needs. */
public final class CardText {
    private static final String HEAD = "expect {";
    private static final Map<Quantity, Double> SLACK = slack();
    private static final double MIN_SLACK = 0.5;

    private CardText() {}

    private static Map<Quantity, Double> slack() {
        Map<Quantity, Double> slack = new EnumMap<>(Quantity.class);
        slack.put(Quantity.RTT_P50_MS, 0.08);
        slack.put(Quantity.RTT_P95_MS, 0.15);
        slack.put(Quantity.LOSS_UP_PCT, 0.4);
        slack.put(Quantity.LOSS_DOWN_PCT, 0.4);
        slack.put(Quantity.RATE_UP_KBPS, 0.15);
        slack.put(Quantity.RATE_DOWN_KBPS, 0.15);
        return slack;
    }

    /** The file's text with its card measured anew; all before the card stays as it is. */
    public static String renewed(String text, Map<Severity, Map<Quantity, Double>> measured) {
        int at = text.lastIndexOf("\n# Measured by");
        String before = (at < 0 ? text : text.substring(0, at)).stripTrailing();
        return before + "\n\n# Measured by ./steadycast netsim card; CI fails when values leave the ranges.\n"
                + section(measured);
    }

    private static String section(Map<Severity, Map<Quantity, Double>> measured) {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        measured.forEach((severity, values) -> {
            text.append("  ").append(severity.id()).append(" {\n");
            values.forEach((quantity, value) -> text.append("    ")
                    .append(quantity.key())
                    .append(" = ")
                    .append(around(quantity, value))
                    .append('\n'));
            text.append("  }\n");
        });
        return text.append("}\n").toString();
    }

    private static Bounds around(Quantity quantity, double value) {
        double slack = Math.max(value * SLACK.getOrDefault(quantity, 0.0), value == 0 ? 0 : MIN_SLACK * unit(quantity));
        boolean share = quantity == Quantity.LOSS_UP_PCT || quantity == Quantity.LOSS_DOWN_PCT;
        return new Bounds(Math.max(0, value - slack), share ? Math.min(100, value + slack) : value + slack);
    }

    private static double unit(Quantity quantity) {
        return switch (quantity) {
            case LOSS_UP_PCT, LOSS_DOWN_PCT -> 0.4;
            case RTT_P50_MS, RTT_P95_MS -> 1;
            case RATE_UP_KBPS, RATE_DOWN_KBPS -> 20;
        };
    }
}
