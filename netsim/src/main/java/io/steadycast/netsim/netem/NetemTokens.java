package io.steadycast.netsim.netem;

import io.steadycast.netsim.BadInput;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Confined to one reading. The words of a line, read by tc's rules for numbers (iproute2's lib/utils.c). */
final class NetemTokens {
    private static final Pattern NUMBER = Pattern.compile("([0-9]*\\.?[0-9]+|[0-9]+\\.)([A-Za-z%]*)");
    private static final Map<String, Long> TIME_NS = Map.ofEntries(
            Map.entry("s", 1_000_000_000L),
            Map.entry("sec", 1_000_000_000L),
            Map.entry("secs", 1_000_000_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("msec", 1_000_000L),
            Map.entry("msecs", 1_000_000L),
            Map.entry("us", 1_000L),
            Map.entry("usec", 1_000L),
            Map.entry("usecs", 1_000L),
            Map.entry("ns", 1L),
            Map.entry("nsec", 1L),
            Map.entry("nsecs", 1L));
    private static final long MAX_DELAY_NS = 60_000_000_000L;
    private static final long MAX_RATE_BPS = 100_000_000_000L;

    private final String place;
    private final List<String> words;
    private int next;

    NetemTokens(String place, List<String> words) {
        this.place = place;
        this.words = words;
    }

    boolean more() {
        return next < words.size();
    }

    /** The next word; the key that it belongs to stands in the message if there is none. */
    String word(String key) {
        if (!more()) {
            throw wrong(key, "missing", "a value after it");
        }
        return words.get(next++);
    }

    /** Takes the word if it is one of these. */
    boolean take(String... choices) {
        for (String choice : choices) {
            if (more() && words.get(next).equalsIgnoreCase(choice)) {
                next++;
                return true;
            }
        }
        return false;
    }

    /** As tc decides whether an optional value follows. */
    boolean numberFollows() {
        return more() && NUMBER.matcher(words.get(next)).matches();
    }

    boolean wholeFollows() {
        return more() && words.get(next).matches("-?[0-9]+");
    }

    double share(String key) {
        String text = word(key);
        Matcher matcher = NUMBER.matcher(text);
        double share = matcher.matches() && matcher.group(2).matches("%?")
                ? new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue()
                : -1;
        if (share < 0 || share > 1) {
            throw wrong(key, text, "0% to 100%");
        }
        return share;
    }

    double shareOr(String key, double otherwise) {
        return numberFollows() ? share(key) : otherwise;
    }

    long timeNs(String key) {
        String text = word(key);
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw wrong(key, text, "a time with its unit: s, ms, us or ns");
        }
        Long unitNs = TIME_NS.get(matcher.group(2).toLowerCase(Locale.ROOT));
        boolean zero = new BigDecimal(matcher.group(1)).signum() == 0;
        if (unitNs == null && !(zero && matcher.group(2).isEmpty())) {
            throw wrong(
                    key,
                    text,
                    "a time with its unit: s, ms, us or ns; without one old versions of tc take microseconds, new ones nanoseconds");
        }
        double ns = Double.parseDouble(matcher.group(1)) * (unitNs == null ? 1 : unitNs);
        if (ns > MAX_DELAY_NS) {
            throw wrong(key, text, "0 to 60s");
        }
        return Math.round(ns);
    }

    /** Without a unit bits a second; {@code bps} is bytes. */
    long rateBps(String key) {
        String text = word(key);
        Matcher matcher = NUMBER.matcher(text);
        double factor = matcher.matches() ? rateUnit(matcher.group(2).toLowerCase(Locale.ROOT)) : 0;
        if (factor == 0) {
            throw wrong(key, text, "a rate such as 500kbit, 2mbit or 1gbit; bps, kbps and mbps are bytes a second");
        }
        double bps = Double.parseDouble(matcher.group(1)) * factor;
        if (bps < 1 || bps > MAX_RATE_BPS) {
            throw wrong(key, text, "1bit to 100gbit");
        }
        return Math.round(bps);
    }

    private static double rateUnit(String unit) {
        if (unit.isEmpty()) {
            return 1;
        }
        double bits = unit.endsWith("bps") ? 8 : unit.endsWith("bit") ? 1 : 0;
        return bits
                * switch (unit.substring(0, Math.max(0, unit.length() - 3))) {
                    case "" -> 1;
                    case "k" -> 1e3;
                    case "m" -> 1e6;
                    case "g" -> 1e9;
                    case "t" -> 1e12;
                    case "ki" -> 1024;
                    case "mi" -> 1024 * 1024;
                    case "gi" -> 1024 * 1024 * 1024;
                    default -> 0;
                };
    }

    long whole(String key, long min, long max) {
        String text = word(key);
        if (text.matches("-?[0-9]{1,15}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw wrong(key, text, "a whole number, " + min + " to " + max);
    }

    BadInput wrong(String key, @Nullable String value, String legal) {
        String shown = value == null || value.equals("missing") ? "missing" : '"' + printable(value) + '"';
        return new BadInput(place + ": " + key + ": " + shown + " (legal: " + legal + ")");
    }

    private static String printable(String value) {
        String plain = value.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 60 ? plain : plain.substring(0, 60) + "...";
    }
}
