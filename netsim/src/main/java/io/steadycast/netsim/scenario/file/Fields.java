package io.steadycast.netsim.scenario.file;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Confined to its reader. One object of a file: takes values out of it and notes every problem as {@code file:line: key: value (what is legal)}. A value that is wrong
 * comes back as its default, so that one look finds all problems.
 */
final class Fields {
    private final Problems problems;
    private final ConfigObject object;
    private final String path;
    private final Set<String> known = new TreeSet<>();

    Fields(Problems problems, ConfigObject object, String path) {
        this.problems = problems;
        this.object = object;
        this.path = path;
    }

    /** Collects what is wrong. */
    static final class Problems {
        private final String file;
        private final List<String> lines = new ArrayList<>();

        Problems(String file) {
            this.file = file;
        }

        void add(ConfigOrigin origin, String key, String message) {
            int line = origin.lineNumber();
            lines.add(file + ":" + Math.max(line, 1) + ": " + key + ": " + message);
        }

        List<String> lines() {
            return lines;
        }
    }

    boolean has(String key) {
        known.add(key);
        return object.containsKey(key);
    }

    private @Nullable ConfigValue value(String key) {
        known.add(key);
        return object.get(key);
    }

    void problem(String key, String message) {
        ConfigValue value = object.get(key);
        problems.add(value == null ? object.origin() : value.origin(), path + key, message);
    }

    private <T> T parsed(String key, T otherwise, BiFunction<String, Fields, @Nullable T> parser, String legal) {
        ConfigValue value = value(key);
        if (value == null) {
            return otherwise;
        }
        boolean scalar = value.valueType() != ConfigValueType.OBJECT && value.valueType() != ConfigValueType.LIST;
        String text = String.valueOf(value.unwrapped());
        T result = scalar ? parser.apply(text, this) : null;
        if (result == null) {
            String shown = scalar ? "'" + text + "'" : value.valueType().name().toLowerCase(java.util.Locale.ROOT);
            problem(key, shown + " (legal: " + legal + ")");
            return otherwise;
        }
        return result;
    }

    void missing(String key, String legal) {
        problem(key, "missing (legal: " + legal + ")");
    }

    String text(String key, String otherwise) {
        return parsed(key, otherwise, (text, self) -> text.isBlank() ? null : text, "a text");
    }

    int integer(String key, int otherwise, int min, int max) {
        BiFunction<String, Fields, @Nullable Integer> parser = (text, self) -> {
            try {
                int number = Integer.parseInt(text);
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException notOne) {
                return null;
            }
        };
        return parsed(key, otherwise, parser, "a whole number from " + min + " to " + max);
    }

    double number(String key, double otherwise, double min, double max) {
        BiFunction<String, Fields, @Nullable Double> parser = (text, self) -> {
            try {
                double number = Double.parseDouble(text);
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException notOne) {
                return null;
            }
        };
        return parsed(key, otherwise, parser, "a number from " + Units.plain(min) + " to " + Units.plain(max));
    }

    long durationNs(String key, long otherwise, long minNs, long maxNs) {
        BiFunction<String, Fields, @Nullable Long> parser = (text, self) -> {
            Long ns = Units.durationNs(text);
            return ns != null && ns >= minNs && ns <= maxNs ? ns : null;
        };
        String legal = "a time with unit from " + Units.duration(minNs) + " to " + Units.duration(maxNs);
        return parsed(key, otherwise, parser, legal);
    }

    /** 10 % and 0.1 are the same. */
    double share(String key, double otherwise) {
        return parsed(key, otherwise, (text, self) -> Units.share(text), "0 % to 100 %, or 0 to 1");
    }

    List<String> texts(String key, List<String> otherwise) {
        ConfigValue value = value(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof ConfigList list) {
            return list.stream().map(item -> String.valueOf(item.unwrapped())).toList();
        }
        return List.of(String.valueOf(value.unwrapped()).split("\\s*,\\s*"));
    }

    @Nullable
    Fields object(String key) {
        ConfigValue value = value(key);
        if (value == null) {
            return null;
        }
        if (value instanceof ConfigObject nested) {
            return new Fields(problems, nested, path + key + ".");
        }
        problem(key, "'" + value.unwrapped() + "' (legal: an object in braces)");
        return null;
    }

    List<Fields> objects(String key) {
        ConfigValue value = value(key);
        List<Fields> found = new ArrayList<>();
        if (value instanceof ConfigObject single) {
            found.add(new Fields(problems, single, path + key + "."));
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                String name = path + key + "[" + i + "]";
                if (list.get(i) instanceof ConfigObject item) {
                    found.add(new Fields(problems, item, name + "."));
                } else {
                    problems.add(
                            list.get(i).origin(),
                            name,
                            "'" + list.get(i).unwrapped() + "' (legal: an object in braces)");
                }
            }
        } else if (value != null) {
            problem(key, "'" + value.unwrapped() + "' (legal: a list of objects)");
        }
        return found;
    }

    boolean isText(String key) {
        ConfigValue value = value(key);
        return value != null && value.valueType() == ConfigValueType.STRING;
    }

    /** To be called last: keys that nobody asked for are mistakes. */
    void end() {
        for (String key : new TreeSet<>(object.keySet())) {
            if (!known.contains(key)) {
                problem(key, "unknown key (legal: " + String.join(", ", known) + ")");
            }
        }
    }
}
