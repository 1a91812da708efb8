package io.steadycast.media.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Confined to its thread. Reads typed values under {@code steadycast} and collects every problem instead of stopping at the first, so
 * that a wrong file is mended in one round. After a problem the default of reference.conf stands in.
 */
final class ConfigReader {
    private final Config values;
    private final Config defaults;
    private final List<String> problems = new ArrayList<>();

    ConfigReader(Config values, Config defaults) {
        this.values = values;
        this.defaults = defaults;
    }

    List<String> problems() {
        return problems;
    }

    int integer(String key, int low, int high) {
        return Math.toIntExact(whole(key, low, high));
    }

    long whole(String key, long low, long high) {
        String legal = "a whole number in " + low + ".." + high;
        return read(key, legal, config -> wholeNumber(config, key), value -> value >= low && value <= high);
    }

    boolean bool(String key) {
        return read(key, "true or false", config -> config.getBoolean(key), _ -> true);
    }

    int powerOfTwo(String key, int low, int high) {
        String legal = "a power of two in " + low + ".." + high;
        return Math.toIntExact(read(
                key,
                legal,
                config -> wholeNumber(config, key),
                value -> value >= low && value <= high && Long.bitCount(value) == 1));
    }

    /** HOCON would round 1.5 to 1 without a word. */
    private static long wholeNumber(Config config, String key) {
        Object raw = config.getValue(key).unwrapped();
        if (raw instanceof Double fraction && fraction != Math.rint(fraction)) {
            throw new IllegalArgumentException("a fraction");
        }
        return config.getLong(key);
    }

    long durationMs(String key, Duration low, Duration high) {
        String legal = "a duration in " + text(low) + " .. " + text(high);
        return read(
                        key,
                        legal,
                        config -> config.getDuration(key),
                        value -> value.compareTo(low) >= 0 && value.compareTo(high) <= 0)
                .toMillis();
    }

    String string(String key, String legal, java.util.function.Predicate<String> accepts) {
        return read(key, legal, config -> config.getString(key), accepts);
    }

    List<String> strings(String key) {
        return read(key, "a list of strings", config -> config.getStringList(key), value -> true);
    }

    <E extends Enum<E>> E oneOf(String key, E[] constants) {
        List<String> names =
                Arrays.stream(constants).map(ConfigReader::spelling).toList();
        String chosen = string(key, "one of " + String.join(", ", names), names::contains);
        return constants[names.indexOf(chosen)];
    }

    /** What is written below a section of made-up keys; empty if nothing is. */
    Config section(String key) {
        return values.hasPath(key) ? values.getConfig(key) : com.typesafe.config.ConfigFactory.empty();
    }

    /** Adds a problem that names its place itself. */
    void report(List<String> found) {
        problems.addAll(found);
    }

    /** Adds a problem about the value of {@code key} that concerns more than its own range. */
    void reject(String key, String why) {
        problems.add(describe(key) + " " + why);
    }

    /**
     * Everything written below {@code steadycast} must be known: a misspelt key would otherwise be silently without effect. Sections whose keys a user makes up are left
     * to their own readers.
     */
    void rejectUnknownKeys(String prefix, String... openSections) {
        Set<String> known = new java.util.HashSet<>();
        defaults.entrySet().forEach(entry -> known.add(entry.getKey()));
        values.entrySet().forEach(entry -> {
            boolean open = Arrays.stream(openSections)
                    .anyMatch(section -> entry.getKey().startsWith(section + "."));
            if (!open && !known.contains(entry.getKey())) {
                problems.add(where(entry.getValue().origin()) + prefix + "." + entry.getKey() + " is not a known key");
            }
        });
    }

    private <T> T read(String key, String legal, Function<Config, T> reader, java.util.function.Predicate<T> accepts) {
        try {
            T value = reader.apply(values);
            if (accepts.test(value)) {
                return value;
            }
        } catch (RuntimeException notOfThisType) {
            // Falls through: a wrong type is told in the same words as a wrong value.
        }
        problems.add(describe(key) + " is not legal: it must be " + legal);
        return reader.apply(defaults);
    }

    private String describe(String key) {
        ConfigValue value = values.getValue(key);
        Supplier<String> shown =
                () -> key.endsWith("secret") ? "..." : value.render(com.typesafe.config.ConfigRenderOptions.concise());
        return where(value.origin()) + "steadycast." + key + " = " + shown.get();
    }

    private static String where(ConfigOrigin origin) {
        String place = origin.filename() != null ? origin.filename() : origin.description();
        return origin.lineNumber() > 0 ? place + ":" + origin.lineNumber() + ": " : place + ": ";
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String text(Duration duration) {
        long ms = duration.toMillis();
        return ms % 1000 == 0 ? ms / 1000 + " s" : ms + " ms";
    }
}
