package io.steadycast.netsim.scenario.file;

import io.steadycast.netsim.scenario.Numbers;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values with units, as they stand in files and on the command line. */
public final class Units {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*(ms|s|m|min|h)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)\\s*(%?)");

    private Units() {}

    /** 500ms, 60s, 10m, 1h; null if it is no such thing. */
    public static @Nullable Long durationNs(String text) {
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        long unitNs = switch (matcher.group(2)) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 60_000_000_000L;
        };
        BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs));
        return ns.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : (Long) ns.longValue();
    }

    /** As {@link #durationNs} reads it. */
    public static String duration(long ns) {
        return ns % 1_000_000_000L == 0 ? ns / 1_000_000_000L + "s" : plain(ns / 1e6) + "ms";
    }

    /** 10 % or 0.1; null if it is no such thing. */
    static @Nullable Double share(String text) {
        Matcher matcher = SHARE.matcher(text.strip());
        if (!matcher.matches()) {
            return null;
        }
        double value = Double.parseDouble(matcher.group(1)) / (matcher.group(2).isEmpty() ? 1 : 100);
        return value <= 1 ? value : null;
    }

    static String plain(double value) {
        return Numbers.plain(value);
    }
}
