package io.steadycast.netsim.cli;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.client.VideoFormat;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.FirstViewer;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PathChoice;
import io.steadycast.netsim.scenario.Plan;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.file.ScenarioFile;
import io.steadycast.netsim.scenario.file.ScenarioReader;
import io.steadycast.netsim.truth.Recording;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One scenario: a profile, a trace or a scenario file. */
@Command(
        name = "run",
        description =
                "Runs viewers over a profile, a recorded link or a scenario file, in virtual time, and tells what they saw.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 110)
final class RunCommand implements Callable<Integer> {
    private static final int SEEDS = 20;
    private static final int MAX_VIEWERS = 10_000;
    private static final long DURATION_NS = 60_000_000_000L;
    private static final String DEFAULT_POLICY = "nack";

    /** Where the viewers' paths come from. */
    static final class Source {
        @Option(names = "--profile", paramLabel = "NAME[:SEVERITY]", description = "A profile, see 'list profiles'.")
        private @Nullable String profile;

        @Option(
                names = "--trace",
                paramLabel = "FILE",
                description = "A recorded link, in any format that 'import' knows.")
        private @Nullable String trace;

        @Option(names = "--scenario", paramLabel = "FILE", description = "A scenario file, see docs/netsim.")
        private @Nullable Path scenario;
    }

    @ArgGroup(multiplicity = "1")
    private @Nullable Source source;

    @Option(
            names = "--viewers",
            paramLabel = "N",
            description = "How many viewers, 1 to 10000 (1); not with --scenario.")
    private @Nullable Integer viewers;

    @Option(
            names = "--explain",
            description =
                    "Tells what was decided for the first viewer in each policy's first run, and why; and when its picture stood still, and why.")
    private boolean explain;

    @Option(
            names = "--codec",
            paramLabel = "CODEC",
            description = "What the host sends: ${COMPLETION-CANDIDATES} (VP8); not with --scenario.")
    private @Nullable VideoFormat codec;

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private RecordingOptions recording = new RecordingOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec own = Objects.requireNonNull(spec);
        Source from = Objects.requireNonNull(source);
        ScenarioFile file = from.scenario == null
                ? new ScenarioFile(single(from), List.of(DEFAULT_POLICY), SEEDS)
                : fromFile(from.scenario);
        Scenario scenario = options.adapted(file.scenario());
        List<String> policies = options.policies(file.policies().isEmpty() ? List.of(DEFAULT_POLICY) : file.policies());
        int seeds = options.seeds(file.seeds() == 0 ? SEEDS : file.seeds());
        String again = "./" + own.qualifiedName() + words(from) + options.reproduceSuffix(seeds);
        Plan plan = new Plan(
                scenario.name(), List.of(scenario), one -> again, policies, new Plan.Seeds(options.firstSeed(), seeds));
        Outcome outcome;
        try (RecordingOptions kept = recording) {
            // Opened before the work starts: a place that cannot be written is told then.
            Recording opened = kept.open(policies.size() * seeds);
            boolean single = policies.size() * seeds == 1;
            outcome = new PlanExecution(own, options)
                    .run(plan, List.of(), List.of(), single ? () -> opened : Recording::hashOnly);
            kept.commit();
        } catch (UncheckedIOException failed) {
            throw new BadInput("a recording could not be written: " + failed.getMessage());
        }
        hashes(own, outcome);
        if (explain) {
            explain(own, outcome);
        }
        return outcome.missed() ? ExitCode.MISSED : ExitCode.OK;
    }

    private ScenarioFile fromFile(Path file) {
        if (viewers != null) {
            throw new BadInput("--viewers: not together with --scenario; say it in the file");
        }
        if (codec != null) {
            throw new BadInput("--codec: not together with --scenario; say it in the file");
        }
        return new ScenarioReader(NamedPaths.INSTANCE).read(file);
    }

    private Scenario single(Source from) {
        int count = viewers == null ? 1 : viewers;
        if (count < 1 || count > MAX_VIEWERS) {
            throw new BadInput("--viewers " + count + ": legal is 1 to " + MAX_VIEWERS);
        }
        PathChoice path = from.profile != null
                ? NamedPaths.INSTANCE.profile(from.profile)
                : NamedPaths.INSTANCE.trace(Objects.requireNonNull(from.trace));
        List<Scenario.Viewer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Scenario.Viewer(0, path, Scenario.Stay.ALWAYS));
        }
        String title = count + (count == 1 ? " viewer over " : " viewers over ") + path.label();
        Ladder ladder = codec == null
                ? Ladder.BROWSER
                : Ladder.BROWSER.withCodec(codec.name().toLowerCase(Locale.ROOT));
        Scenario.Cast cast = new Scenario.Cast(List.of(new Scenario.Host("host", ladder, Conditions.LAB)), all, null);
        return new Scenario(
                path.label(), title, new Scenario.Timing(DURATION_NS, 0), cast, Scenario.SMOOTH_FIRST, List.of());
    }

    private String words(Source from) {
        String what = from.profile != null
                ? " --profile " + Shell.quoted(from.profile)
                : from.trace != null
                        ? " --trace " + Shell.quoted(from.trace)
                        : " --scenario " + Shell.quoted(String.valueOf(from.scenario));
        return what + (viewers == null ? "" : " --viewers " + viewers) + (codec == null ? "" : " --codec " + codec);
    }

    private static void explain(CommandSpec own, Outcome outcome) {
        PrintWriter out = own.commandLine().getOut();
        for (ScenarioOutcome scenario : outcome.scenarios()) {
            for (PolicyOutcome policy : scenario.policies()) {
                RunResult run = policy.runs().getFirst();
                out.println();
                FirstViewer first = run.first();
                out.println("decisions of " + policy.policy() + ", seed " + run.seed()
                        + (first.decisions().isEmpty() ? ": this policy keeps none" : ", seconds after the start"));
                first.decisions()
                        .forEach(one -> out.println(String.format(Locale.ROOT, "%8.2f  %s", one.atS(), one.text())));
                StallText.print(first.stalls(), out);
            }
        }
    }

    /** Equal hashes: equal runs, to the byte. */
    private static void hashes(CommandSpec own, Outcome outcome) {
        for (ScenarioOutcome scenario : outcome.scenarios()) {
            scenario.policies()
                    .forEach(policy -> policy.runs()
                            .forEach(run -> own.commandLine()
                                    .getOut()
                                    .println("log " + policy.policy() + " seed " + run.seed() + " "
                                            + run.ending().logHash() + " "
                                            + run.ending().delivered() + " datagrams")));
        }
    }
}
