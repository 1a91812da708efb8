package io.steadycast.netsim.profile;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Confined to one reading. One object of a file: typed access by key. What is wrong goes to {@link Problems} with line, key, value and legal range, and a legal value is
 * returned, so that reading goes on and finds the rest. {@link #close} tells keys that nobody asked for.
 */
final class Section {
    private final Problems problems;
    private final String path;
    private final ConfigObject object;
    private final Set<String> known = new LinkedHashSet<>();

    Section(Problems problems, String path, ConfigObject object) {
        this.problems = problems;
        this.path = path;
        this.object = object;
    }

    boolean has(String key) {
        known.add(key);
        return object.containsKey(key);
    }

    ConfigOrigin origin() {
        return object.origin();
    }

    String path() {
        return path;
    }

    double number(String key, Legal legal) {
        ConfigValue value = required(key, legal.toString());
        return value == null ? legal.min() : number(value, path(key), legal);
    }

    double numberOr(String key, double fallback, Legal legal) {
        return has(key) ? number(key, legal) : fallback;
    }

    int integerOr(String key, int fallback, Legal legal) {
        return (int) numberOr(key, fallback, legal.whole());
    }

    private double number(ConfigValue value, String at, Legal legal) {
        double number = Double.NaN;
        if (value.valueType() == ConfigValueType.NUMBER) {
            number = ((Number) value.unwrapped()).doubleValue();
        } else if (value.valueType() == ConfigValueType.STRING) {
            number = parsed((String) value.unwrapped());
        }
        if (!legal.holds(number)) {
            problems.add(value.origin(), at, shown(value), legal.toString());
            return legal.min();
        }
        return number;
    }

    private static double parsed(String text) {
        try {
            return new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** One number, or two as [from, to]. */
    double[] pair(String key, Legal legal) {
        ConfigValue value = required(key, legal + ", or [from, to]");
        if (value == null) {
            return new double[] {legal.min(), legal.min()};
        }
        if (!(value instanceof ConfigList list)) {
            double both = number(value, path(key), legal);
            return new double[] {both, both};
        }
        if (list.size() != 2) {
            problems.add(value.origin(), path(key), shown(value), legal + ", or [from, to]");
            return new double[] {legal.min(), legal.min()};
        }
        double from = number(list.get(0), path(key) + "[0]", legal);
        double to = number(list.get(1), path(key) + "[1]", legal);
        if (from > to) {
            problems.add(value.origin(), path(key), shown(value), "[from, to] with from at most to");
            return new double[] {to, to};
        }
        return new double[] {from, to};
    }

    boolean flagOr(String key, boolean fallback) {
        ConfigValue value = optional(key);
        if (value == null) {
            return fallback;
        }
        if (value.valueType() == ConfigValueType.BOOLEAN) {
            return (boolean) value.unwrapped();
        }
        problems.add(value.origin(), path(key), shown(value), "true, false");
        return fallback;
    }

    String text(String key, int maxChars) {
        ConfigValue value = required(key, "text of 1 to " + maxChars + " characters");
        return value == null ? "" : text(value, path(key), maxChars);
    }

    @Nullable
    String textOrNull(String key, int maxChars) {
        ConfigValue value = optional(key);
        return value == null ? null : text(value, path(key), maxChars);
    }

    List<String> texts(String key, int maxChars) {
        List<String> texts = new ArrayList<>();
        for (ConfigValue value : values(key)) {
            texts.add(text(value, path(key), maxChars));
        }
        return texts;
    }

    private String text(ConfigValue value, String at, int maxChars) {
        boolean scalar = value.valueType() == ConfigValueType.STRING || value.valueType() == ConfigValueType.NUMBER;
        String text = scalar ? String.valueOf(value.unwrapped()) : "";
        if (text.isBlank() || text.length() > maxChars) {
            problems.add(value.origin(), at, shown(value), "text of 1 to " + maxChars + " characters");
        }
        return text;
    }

    /** A word out of a list of them. */
    <T> T choiceOr(String key, T fallback, List<T> choices) {
        ConfigValue value = optional(key);
        if (value == null) {
            return fallback;
        }
        for (T choice : choices) {
            if (Words.of(choice).equals(String.valueOf(value.unwrapped()))) {
                return choice;
            }
        }
        problems.add(value.origin(), path(key), shown(value), Words.list(choices));
        return fallback;
    }

    /** The section under a key, null if it is not there or no section. */
    @Nullable
    Section section(String key) {
        ConfigValue value = optional(key);
        if (value == null) {
            return null;
        }
        return section(value, path(key));
    }

    private @Nullable Section section(ConfigValue value, String at) {
        if (value instanceof ConfigObject child) {
            return new Section(problems, at, child);
        }
        problems.add(value.origin(), at, shown(value), "a section { ... }");
        return null;
    }

    /** The sections in a list; none if the key is not there. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        List<ConfigValue> values = values(key);
        for (int i = 0; i < values.size(); i++) {
            Section section = section(values.get(i), path(key) + "[" + i + "]");
            if (section != null) {
                sections.add(section);
            }
        }
        return sections;
    }

    private List<ConfigValue> values(String key) {
        ConfigValue value = optional(key);
        if (value == null) {
            return List.of();
        }
        if (value instanceof ConfigList list) {
            return list;
        }
        problems.add(value.origin(), path(key), shown(value), "a list [ ... ]");
        return List.of();
    }

    /** Makes something of what was read; its refusal becomes a problem at this section. */
    <T> T make(Supplier<T> maker, T fallback) {
        if (problems.any()) {
            // What stands in for wrong values may not fit together; the user knows already what to mend.
            try {
                return maker.get();
            } catch (IllegalArgumentException e) {
                return fallback;
            }
        }
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            problems.add(origin(), (path.isEmpty() ? "" : path + ": ") + e.getMessage());
            return fallback;
        }
    }

    void problem(String key, String legal) {
        ConfigValue value = object.get(key);
        problems.add(
                value == null ? origin() : value.origin(), path(key), value == null ? "missing" : shown(value), legal);
    }

    void problem(String message) {
        problems.add(origin(), message);
    }

    /** Tells unknown keys. */
    void close() {
        object.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(value.origin(), path(key), "unknown key", String.join(", ", known));
            }
        });
    }

    private @Nullable ConfigValue optional(String key) {
        known.add(key);
        return object.get(key);
    }

    private @Nullable ConfigValue required(String key, String legal) {
        ConfigValue value = optional(key);
        if (value == null) {
            problems.add(origin(), path(key), "missing", legal);
        }
        return value;
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String shown(ConfigValue value) {
        if (value instanceof ConfigObject) {
            return "a section";
        }
        String text = value.render(com.typesafe.config.ConfigRenderOptions.concise());
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
