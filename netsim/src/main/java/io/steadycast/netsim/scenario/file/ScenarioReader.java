package io.steadycast.netsim.scenario.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.media.config.ConfigException;
import io.steadycast.media.config.QualityProfileReader;
import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads scenario files. Strict: keys that it does not know are problems, and all problems are told at once. */
public final class ScenarioReader {
    private static final long SECOND = 1_000_000_000L;
    private static final long MAX_DURATION_NS = 24 * 3600 * SECOND;
    private static final int MAX_BYTES = 1_000_000;
    private static final int MAX_SEEDS = 10_000;
    private static final String QUALITY = "quality-profile";

    private final Paths paths;

    public ScenarioReader(Paths paths) {
        this.paths = paths;
    }

    /**
     * Reads one file.
     *
     * @throws BadInput with every problem that was found
     */
    public ScenarioFile read(Path file) {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new BadInput(file + ": larger than " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file);
        } catch (IOException cannot) {
            throw new BadInput(file + ": cannot be read (" + cannot.getClass().getSimpleName() + ")");
        }
        return read(file.toString(), text);
    }

    ScenarioFile read(String file, String text) {
        Config config;
        try {
            config = ConfigFactory.parseString(
                            text,
                            ConfigParseOptions.defaults()
                                    .setSyntax(ConfigSyntax.CONF)
                                    .setOriginDescription(file))
                    .resolve();
        } catch (com.typesafe.config.ConfigException wrong) {
            int line = wrong.origin() == null ? 1 : Math.max(1, wrong.origin().lineNumber());
            String message = String.valueOf(wrong.getMessage())
                    .replaceFirst("^.*?: \\d+: ", "")
                    .replace('\n', ' ');
            throw new BadInput(file + ":" + line + ": not HOCON: " + message);
        }
        Fields.Problems problems = new Fields.Problems(file);
        ScenarioFile result = scenario(new Fields(problems, config.root(), ""), fileName(file));
        if (!problems.lines().isEmpty()) {
            throw new BadInput(problems.lines());
        }
        return result;
    }

    private static String fileName(String file) {
        String name =
                Objects.requireNonNullElse(Path.of(file).getFileName(), file).toString();
        return name.replaceFirst("\\.[A-Za-z]+$", "");
    }

    private static QualityProfile quality(Fields fields) {
        String name = fields.text(QUALITY, Scenario.SMOOTH_FIRST.name());
        try {
            return QualityProfileReader.find(name);
        } catch (ConfigException wrong) {
            fields.problem(QUALITY, String.join("; ", wrong.problems()));
            return Scenario.SMOOTH_FIRST;
        }
    }

    private ScenarioFile scenario(Fields fields, String defaultName) {
        String name = fields.text("name", defaultName);
        String title = fields.text("title", name);
        long durationNs = fields.durationNs("duration", 60 * SECOND, SECOND, MAX_DURATION_NS);
        long warmUpNs = fields.durationNs("warm-up", 0, 0, MAX_DURATION_NS);
        if (warmUpNs >= durationNs) {
            fields.problem("warm-up", "'" + Units.duration(warmUpNs) + "' (legal: less than duration)");
        }
        QualityProfile quality = quality(fields);
        List<String> policies = fields.texts("policies", List.of());
        int seeds = fields.integer("seeds", 0, 1, MAX_SEEDS);
        CastReader reader = new CastReader(paths);
        Scenario.Cast cast = reader.read(fields);
        List<Target> targets = new ArrayList<>();
        for (Fields target : fields.objects("targets")) {
            Target read = TargetReader.read(target);
            if (read != null) {
                targets.add(read);
            }
        }
        fields.end();
        Scenario scenario =
                new Scenario(name, title, new Scenario.Timing(durationNs, warmUpNs), cast, quality, targets);
        return new ScenarioFile(scenario, policies, seeds);
    }
}
