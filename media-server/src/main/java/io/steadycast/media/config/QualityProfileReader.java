package io.steadycast.media.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import io.steadycast.abr.profile.DegradationPreference;
import io.steadycast.abr.profile.Knob;
import io.steadycast.abr.profile.ProfileBuilder;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.abr.profile.QualityProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stateless. Quality profiles out of HOCON, for the server's configuration and for simulations alike: a base that ships, and the knobs that differ from it. All problems
 * are told at once, each with place, key, value and what is legal.
 */
public final class QualityProfileReader {
    private static final String BASE = "base";
    private static final String NAME = "name";
    private static final String PREFERENCE = "preference";
    private static final long MAX_BYTES = 100_000;

    private QualityProfileReader() {}

    /**
     * A profile that ships, by its name, or one of a file of its own.
     *
     * @throws ConfigException if there is neither, or the file is wrong
     */
    public static QualityProfile find(String nameOrFile) throws ConfigException {
        QualityProfile known = QualityProfiles.byName(nameOrFile);
        if (known != null) {
            return known;
        }
        Path file = Path.of(nameOrFile);
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("no quality profile '" + nameOrFile + "'; there are " + names() + ", or a file");
        }
        return read(file);
    }

    /** Those that ship, for messages. */
    public static String names() {
        return QualityProfiles.all().stream().map(QualityProfile::name).collect(Collectors.joining(", "));
    }

    private static QualityProfile read(Path file) throws ConfigException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + ": larger than " + MAX_BYTES + " bytes");
            }
            String fileName = String.valueOf(file.getFileName());
            return parse(Files.readString(file), file.toString(), fileName.replaceFirst("\\.[A-Za-z]+$", ""));
        } catch (IOException cannot) {
            throw new ConfigException(
                    file + ": cannot be read (" + cannot.getClass().getSimpleName() + ")");
        }
    }

    static QualityProfile parse(String text, String origin, String defaultName) throws ConfigException {
        Config config;
        try {
            config = ConfigFactory.parseString(
                            text,
                            ConfigParseOptions.defaults()
                                    .setSyntax(ConfigSyntax.CONF)
                                    .setOriginDescription(origin))
                    .resolve();
        } catch (com.typesafe.config.ConfigException unreadable) {
            throw new ConfigException(String.valueOf(unreadable.getMessage()).replace('\n', ' '));
        }
        List<String> problems = new ArrayList<>();
        String name = config.hasPath(NAME) ? text(config.getValue(NAME)) : defaultName;
        QualityProfile profile = read(name, config, QualityProfiles::byName, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return profile;
    }

    /** The section {@code quality-profiles}: names, and what each differs in from its base, which may be one that ships or one written above it. */
    static Map<String, QualityProfile> readAll(Config section, List<String> problems) {
        Map<String, QualityProfile> own = new TreeMap<>();
        List<String> names = new ArrayList<>(section.root().keySet());
        names.sort((one, other) -> Integer.compare(line(section, one), line(section, other)));
        for (String name : names) {
            ConfigValue value = section.root().get(name);
            if (value instanceof com.typesafe.config.ConfigObject object) {
                if (QualityProfiles.byName(name) != null) {
                    problems.add(where(object.origin()) + name
                            + " ships with Steadycast and cannot be changed; use another name");
                }
                own.put(name, read(name, object.toConfig(), base -> known(base, own), problems));
            } else if (value != null) {
                problems.add(where(value.origin()) + name + ": '" + text(value) + "' (legal: an object in braces)");
            }
        }
        return own;
    }

    private static int line(Config section, String name) {
        ConfigValue value = section.root().get(name);
        return value == null ? 0 : value.origin().lineNumber();
    }

    static @Nullable QualityProfile known(String name, Map<String, QualityProfile> own) {
        QualityProfile ships = QualityProfiles.byName(name);
        return ships != null ? ships : own.get(name);
    }

    private static QualityProfile read(
            String name, Config config, Function<String, @Nullable QualityProfile> bases, List<String> problems) {
        List<String> found = new ArrayList<>();
        QualityProfile base = base(config, bases, found);
        ProfileBuilder builder = ProfileBuilder.from(base, name);
        config.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> apply(entry.getKey(), entry.getValue(), builder, found));
        if (found.isEmpty()) {
            builder.problems().forEach(problem -> found.add(where(config.root().origin()) + problem));
        }
        problems.addAll(found);
        return found.isEmpty() ? builder.build() : base;
    }

    private static QualityProfile base(
            Config config, Function<String, @Nullable QualityProfile> bases, List<String> problems) {
        if (!config.hasPath(BASE)) {
            return QualityProfiles.SMOOTH_FIRST;
        }
        ConfigValue value = config.getValue(BASE);
        QualityProfile base = bases.apply(text(value));
        if (base == null) {
            problems.add(where(value.origin()) + BASE + ": '" + text(value) + "' (legal: " + names() + ")");
            return QualityProfiles.SMOOTH_FIRST;
        }
        return base;
    }

    private static void apply(String key, ConfigValue value, ProfileBuilder builder, List<String> problems) {
        if (key.equals(BASE) || key.equals(NAME)) {
            return;
        }
        if (key.equals(PREFERENCE)) {
            preference(value, builder, problems);
            return;
        }
        Knob knob = knob(key);
        if (knob == null) {
            String legal = Arrays.stream(Knob.values()).map(Knob::key).collect(Collectors.joining(", "));
            problems.add(where(value.origin()) + key + " is not a known key (legal: " + BASE + ", " + NAME + ", "
                    + PREFERENCE + ", " + legal + ")");
            return;
        }
        double number = number(value);
        if (knob.isLegal(number)) {
            builder.with(knob, number);
        } else {
            problems.add(where(value.origin()) + key + ": '" + text(value) + "' (legal: " + knob.legal() + ")");
        }
    }

    private static void preference(ConfigValue value, ProfileBuilder builder, List<String> problems) {
        for (DegradationPreference preference : DegradationPreference.values()) {
            if (spelling(preference).equals(text(value))) {
                builder.with(preference);
                return;
            }
        }
        String legal = Arrays.stream(DegradationPreference.values())
                .map(QualityProfileReader::spelling)
                .collect(Collectors.joining(", "));
        problems.add(where(value.origin()) + PREFERENCE + ": '" + text(value) + "' (legal: " + legal + ")");
    }

    private static @Nullable Knob knob(String key) {
        for (Knob knob : Knob.values()) {
            if (knob.key().equals(key)) {
                return knob;
            }
        }
        return null;
    }

    /** NaN, which is never legal, for what is no number. */
    private static double number(ConfigValue value) {
        try {
            return Double.parseDouble(text(value));
        } catch (NumberFormatException notOne) {
            return Double.NaN;
        }
    }

    private static String text(ConfigValue value) {
        return String.valueOf(value.unwrapped());
    }

    /** As in W3C's RTCDegradationPreference: "maintain-framerate". */
    private static String spelling(DegradationPreference preference) {
        return preference.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String where(ConfigOrigin origin) {
        String place = origin.filename() != null
                ? origin.filename()
                : origin.description().replaceFirst(": \\d+$", "");
        return origin.lineNumber() > 0 ? place + ":" + origin.lineNumber() + ": " : place + ": ";
    }
}
