package io.steadycast.netsim.cli;

import io.steadycast.abr.profile.QualityProfile;
import io.steadycast.media.config.ConfigException;
import io.steadycast.media.config.QualityProfileReader;
import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.file.Units;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Confined to its command. What {@code run} and {@code suite} have in common. */
final class RunOptions {
    static final int MAX_SEEDS = 10_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long MAX_DURATION_NS = 24 * 3600 * SECOND;

    @Option(
            names = "--policy",
            paramLabel = "P[,P...]",
            split = ",",
            description =
                    "Policies to compare, see 'list policies'. Baselines B0 to B4 are judged only if nothing else is given.")
    private @Nullable List<String> policies;

    @Option(
            names = "--quality-profile",
            paramLabel = "NAME|FILE",
            description =
                    "What policies that know of quality profiles aim at, instead of each scenario's own; see 'list quality'.")
    private @Nullable String quality;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds, 1 to 10000.")
    private @Nullable Integer seeds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "The first seed (${DEFAULT-VALUE}).")
    private long firstSeed;

    @Option(names = "--duration", paramLabel = "TIME", description = "Of a run: 500ms, 60s, 10m.")
    private @Nullable String duration;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at a time (one for each core).")
    private @Nullable Integer threads;

    @Option(names = "--json", paramLabel = "FILE", description = "Everything as JSON.")
    private @Nullable Path json;

    @Option(names = "--junit", paramLabel = "FILE", description = "Targets as JUnit test cases.")
    private @Nullable Path junit;

    @Option(names = "--html", paramLabel = "FILE", description = "One page with plots, that needs nothing else.")
    private @Nullable Path html;

    /** As they were asked for, each once. */
    List<String> policies(List<String> otherwise) {
        List<String> names = List.copyOf(new LinkedHashSet<>(policies == null ? otherwise : policies));
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            try {
                Policies.byName(name);
            } catch (IllegalArgumentException unknown) {
                problems.add("--policy " + name + ": " + unknown.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInput(problems);
        }
        return names;
    }

    /** The scenario as asked for: another duration, another quality profile. */
    Scenario adapted(Scenario scenario) {
        Long durationNs = durationNs();
        Scenario timed = durationNs == null ? scenario : scenario.withDuration(durationNs);
        return quality == null ? timed : timed.withQuality(quality(quality));
    }

    private static QualityProfile quality(String nameOrFile) {
        try {
            return QualityProfileReader.find(nameOrFile);
        } catch (ConfigException wrong) {
            throw new BadInput(wrong.problems().stream()
                    .map(problem -> "--quality-profile " + nameOrFile + ": " + problem)
                    .toList());
        }
    }

    int seeds(int otherwise) {
        return inRange("--seeds", seeds == null ? otherwise : seeds, MAX_SEEDS);
    }

    long firstSeed() {
        return firstSeed;
    }

    int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        return inRange("--threads", threads == null ? cores : threads, 1024);
    }

    private static int inRange(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new BadInput(option + " " + value + ": legal is 1 to " + max);
        }
        return value;
    }

    private @Nullable Long durationNs() {
        if (duration == null) {
            return null;
        }
        Long ns = Units.durationNs(duration);
        if (ns == null || ns < SECOND || ns > MAX_DURATION_NS) {
            throw new BadInput("--duration " + duration + ": legal is a time with unit from 1s to 24h");
        }
        return ns;
    }

    @Nullable
    Path json() {
        return json;
    }

    @Nullable
    Path junit() {
        return junit;
    }

    @Nullable
    Path html() {
        return html;
    }

    /** What repeats the same runs, but for policies. */
    String reproduceSuffix(int seedCount) {
        return " --seeds " + seedCount
                + (firstSeed == 1 ? "" : " --seed " + firstSeed)
                + (duration == null ? "" : " --duration " + duration)
                + (quality == null ? "" : " --quality-profile " + Shell.quoted(quality));
    }
}
