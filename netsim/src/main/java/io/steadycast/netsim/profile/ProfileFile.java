package io.steadycast.netsim.profile;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.link.spec.PathSpec;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Immutable. A profile's file, read and checked at all severities. What a severity overrides is merged over the file first, then the factors apply.
 *
 * @param notes what a reader of results should know
 */
public record ProfileFile(
        String name,
        String title,
        String source,
        List<String> notes,
        Map<Severity, PathSpec> paths,
        Map<Severity, Card> cards) {
    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_TEXT_CHARS = 400;
    /** Keys of the file that describe the path, apart from those which name it. */
    private static final List<String> ABOUT = List.of("name", "title", "source", "notes", "both", "severity", "expect");

    public Profile at(Severity severity) {
        PathSpec path = paths.get(severity);
        if (path == null) {
            throw new IllegalArgumentException(name + " has no " + severity);
        }
        return new Profile(name, title, source, notes, severity, path, cards.get(severity));
    }

    /**
     * @param origin stands in messages
     * @param folder where traces are looked for; null: the profile may have none
     */
    static ProfileFile parse(String origin, String content, @Nullable Path folder) {
        if (content.length() > MAX_CHARS) {
            throw new BadInput(
                    origin + ": the file has " + content.length() + " characters (legal: up to " + MAX_CHARS + ")");
        }
        Config config;
        try {
            ConfigParseOptions options = ConfigParseOptions.defaults()
                    .setSyntax(ConfigSyntax.CONF)
                    .setOriginDescription(origin)
                    .setIncluder(new NoInclude());
            config = ConfigFactory.parseString(content, options)
                    .resolve(ConfigResolveOptions.defaults().setUseSystemEnvironment(false));
        } catch (ConfigException e) {
            throw new BadInput(syntax(origin, e));
        }
        Problems problems = new Problems(origin);
        ProfileFile file = read(problems, config.root(), new TraceFiles(folder));
        problems.throwIfAny();
        return file;
    }

    private static String syntax(String origin, ConfigException e) {
        String line = e.origin() != null && e.origin().lineNumber() > 0
                ? ":" + e.origin().lineNumber()
                : "";
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        String told = message.startsWith(origin + ": ") ? message.substring(origin.length() + 2) : message;
        return origin + line + ": not HOCON: " + told.replaceFirst("^\\d+: ", "");
    }

    private static ProfileFile read(Problems problems, ConfigObject root, TraceFiles traces) {
        Section about = new Section(problems, "", root);
        String name = about.text("name", 60);
        if (!name.matches("[a-z0-9][a-z0-9-]*") && !name.isEmpty()) {
            about.problem("name", "small letters, digits and -");
        }
        String title = about.text("title", MAX_TEXT_CHARS);
        String source = about.text("source", MAX_TEXT_CHARS);
        List<String> notes = about.texts("notes", MAX_TEXT_CHARS);
        Map<Severity, PathSpec> paths = new EnumMap<>(Severity.class);
        for (Severity severity : Severity.values()) {
            paths.put(severity, path(problems, root, about.section("severity"), severity, traces));
        }
        Map<Severity, Card> cards = cards(about.section("expect"));
        return new ProfileFile(name, title, source, List.copyOf(notes), Map.copyOf(paths), Map.copyOf(cards));
    }

    private static PathSpec path(
            Problems problems, ConfigObject root, @Nullable Section severities, Severity severity, TraceFiles traces) {
        Factors factors = severity.factors();
        Config merged = root.toConfig();
        if (severities != null) {
            Section own = severities.section(severity.id());
            for (Severity other : Severity.values()) {
                severities.has(other.id());
            }
            severities.close();
            if (own != null) {
                factors = factors(own, factors);
                if (own.section("override") != null) {
                    merged = root.toConfig()
                            .getConfig("severity." + severity.id() + ".override")
                            .withFallback(merged);
                }
                own.close();
            }
        }
        Config named = merged.hasPath("both") ? spread(problems, merged) : merged;
        Section path = new Section(problems, "", named.root());
        ABOUT.forEach(path::has);
        PathSpec spec = new PathReader(factors, traces).path(path);
        path.close();
        return spec;
    }

    /** What stands in {@code both} stands in {@code up} and {@code down}, unless these say otherwise. */
    private static Config spread(Problems problems, Config config) {
        Section both = new Section(problems, "", config.root()).section("both");
        if (both == null) {
            return config;
        }
        Config common = config.getConfig("both");
        return config.withFallback(common.atKey("up")).withFallback(common.atKey("down"));
    }

    private static Factors factors(Section own, Factors usual) {
        Section section = own.section("factors");
        if (section == null) {
            return usual;
        }
        Factors factors = new Factors(
                section.numberOr("delay", usual.delay(), Legal.FACTOR),
                section.numberOr("bad_time", usual.badTime(), Legal.FACTOR),
                section.numberOr("loss", usual.loss(), Legal.FACTOR),
                section.numberOr("rate", usual.rate(), Legal.FACTOR));
        section.close();
        return factors;
    }

    private static Map<Severity, Card> cards(@Nullable Section expect) {
        Map<Severity, Card> cards = new EnumMap<>(Severity.class);
        if (expect == null) {
            return cards;
        }
        for (Severity severity : Severity.values()) {
            Section section = expect.section(severity.id());
            if (section != null) {
                Map<Quantity, Bounds> bounds = new EnumMap<>(Quantity.class);
                for (Quantity quantity : Quantity.values()) {
                    if (section.has(quantity.key())) {
                        double[] range = section.pair(quantity.key(), Legal.CARD);
                        bounds.put(quantity, new Bounds(range[0], range[1]));
                    }
                }
                section.close();
                cards.put(severity, new Card(bounds));
            }
        }
        expect.close();
        return cards;
    }
}
