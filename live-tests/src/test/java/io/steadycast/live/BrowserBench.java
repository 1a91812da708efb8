package io.steadycast.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.emulate.NamedPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Confined to its thread. {@code ./steadycast netsim browsers}: a host in one Chromium, a viewer in another browser behind the emulator, the whole server between
 * them, one run after the other. Exit status 0 when all targets were met, 1 when one was missed or the machine did not keep up, 2 for wrong usage.
 */
@Command(
        name = "steadycast netsim browsers",
        description = "Watches in a real browser behind bad networks, policy beside policy (docs/netsim/browsers.md).",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class BrowserBench implements Callable<Integer> {
    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_RUNS = 100;

    @Option(
            names = "--conditions",
            split = ",",
            required = true,
            paramLabel = "T",
            description = "Of docs/netsim/targets.md (T1,T2,...), or profiles (NAME:p90).")
    private List<String> conditions = List.of();

    @Option(
            names = "--policy",
            split = ",",
            defaultValue = "adaptive",
            paramLabel = "P",
            description = "adaptive, nack-only, nack-fixed-delay, fixed; several beside each other (default adaptive).")
    private List<String> policies = List.of();

    @Option(
            names = "--browser",
            defaultValue = "chromium",
            paramLabel = "NAME",
            description = "The viewer's: chromium or firefox (default ${DEFAULT-VALUE}). The host is a Chromium.")
    private String browser = "chromium";

    @Option(
            names = "--player",
            defaultValue = "bare",
            paramLabel = "NAME",
            description = "bare: a plain WHEP client; watch: the product's own page (default ${DEFAULT-VALUE}).")
    private String player = "bare";

    @Option(
            names = "--duration",
            defaultValue = "60s",
            paramLabel = "DURATION",
            description = "Measured in each run, from 3 s after the first picture (default ${DEFAULT-VALUE}).")
    private String duration = "60s";

    @Option(
            names = "--runs",
            defaultValue = "1",
            paramLabel = "N",
            description = "Of each condition and policy (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "The first run's channel; the others follow.")
    private long seed;

    @Option(
            names = "--simulated",
            description =
                    "Beside it the same in the simulator, and whether both agree: received rate within 15 %%, stall within 1 point or 20 %%.")
    private boolean simulated;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with figures and plots there.")
    private @Nullable Path html;

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private String title = "";
    private final List<Run> done = new ArrayList<>();

    /** One run of one policy. */
    record Run(String condition, String policy, long seed, BrowserStage.Result result) {}

    public static void main(String[] arguments) {
        // Jitsi's libraries log by java.util.logging, and tell each of their starts.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        System.exit(BenchOptions.execute("steadycast netsim browsers", new BrowserBench(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        BenchOptions options = new BenchOptions(Objects.requireNonNull(spec));
        List<NamedPath> chosen = options.paths("--conditions", conditions);
        int durationMs = 1_000 * options.seconds("--duration", duration, MAX_SECONDS);
        options.whole("--runs", Integer.toString(runs), MAX_RUNS);
        policies.forEach(policy -> options.oneOf("--policy", policy, BenchOptions.POLICIES));
        options.oneOf("--browser", browser, BenchOptions.BROWSERS);
        options.oneOf("--player", player, Player.names());
        options.requireWritable("--json", json);
        options.requireWritable("--html", html);
        try (BrowserStage stage = BrowserStage.open(browser)) {
            title = stage.viewerName() + " (" + player + "), " + runs + " x " + duration + " each, from seed " + seed;
            out.println("viewer " + title);
            // Policies take turns, so that what slows the machine for a while slows all of them.
            for (int i = 0; i < runs; i++) {
                for (String policy : policies) {
                    if (i == 0 || policies.size() > 1) {
                        stage.begin(policy);
                    }
                    watch(stage, chosen, policy, seed + i, durationMs);
                }
            }
        }
        List<BrowserReport.Row> rows = rows(chosen);
        print(rows);
        List<Agreement> agreements = simulated ? agreements(chosen) : List.of();
        agreements.forEach(one -> out.print(one.text()));
        write(agreements);
        if (html != null) {
            Files.writeString(html, BrowserReport.html(title, rows, done, agreements));
        }
        boolean met = rows.stream().flatMap(row -> row.verdicts().stream()).allMatch(BrowserTargets.Verdict::met);
        met &= agreements.stream().allMatch(Agreement::agrees);
        return met && done.stream().allMatch(run -> run.result().valid()) ? 0 : 1;
    }

    private List<Agreement> agreements(List<NamedPath> chosen) {
        SimulatedTwin.Viewer viewer = SimulatedTwin.Viewer.valueOf(browser.toUpperCase(Locale.ROOT));
        List<Agreement> all = new ArrayList<>();
        for (NamedPath condition : chosen) {
            for (String policy : policies) {
                all.add(Agreement.of(condition, policy, viewer, results(condition.name(), policy), seed));
            }
        }
        return all;
    }

    /** Medians, beside what others saw in the same run. */
    private List<BrowserReport.Row> rows(List<NamedPath> chosen) {
        List<BrowserReport.Row> rows = new ArrayList<>();
        for (NamedPath condition : chosen) {
            Map<String, BrowserFigures> medians = new LinkedHashMap<>();
            policies.forEach(policy -> medians.put(policy, median(condition.name(), policy)));
            medians.forEach((policy, median) -> {
                rows.add(new BrowserReport.Row(
                        condition.name(),
                        policy,
                        median,
                        verdicts(condition.name(), policy, medians),
                        policy.equals("adaptive") ? BrowserTargets.ages(median, medians) : List.of()));
            });
        }
        return rows;
    }

    /** Adaptive viewers are judged: in a Chromium, and on the product's page in a Firefox. */
    private List<BrowserTargets.Verdict> verdicts(
            String condition, String policy, Map<String, BrowserFigures> medians) {
        BrowserFigures median = Objects.requireNonNull(medians.get(policy));
        if (!policy.equals("adaptive")) {
            return List.of();
        }
        if (browser.equals("chromium")) {
            return BrowserTargets.judge(condition, median, medians);
        }
        return Player.byName(player) == Player.WATCH ? BrowserTargets.judgeFirefox(condition, median) : List.of();
    }

    private BrowserFigures median(String condition, String policy) {
        return BrowserFigures.median(results(condition, policy).stream()
                .map(BrowserStage.Result::figures)
                .toList());
    }

    private List<BrowserStage.Result> results(String condition, String policy) {
        return done.stream()
                .filter(run -> run.condition().equals(condition) && run.policy().equals(policy))
                .map(Run::result)
                .toList();
    }

    private void watch(BrowserStage stage, List<NamedPath> chosen, String policy, long channel, int durationMs)
            throws IOException {
        for (NamedPath condition : chosen) {
            Run run = new Run(
                    condition.name(),
                    policy,
                    channel,
                    stage.watch(Player.byName(player), condition, channel, durationMs));
            done.add(run);
            out.printf(
                    "%-5s %-17s seed %d%n%s%n",
                    run.condition(), policy, run.seed(), run.result().text());
            write(List.of());
        }
    }

    private void print(List<BrowserReport.Row> rows) {
        out.println();
        out.printf("%-6s%-18s%s%n", "", "medians of " + runs, BrowserFigures.header());
        for (BrowserReport.Row row : rows) {
            out.printf(
                    "%-6s%-18s%s%n", row.condition(), row.policy(), row.median().text());
            row.verdicts().forEach(verdict -> out.println("        " + verdict));
            row.ages().forEach(age -> out.println("        told   " + age));
        }
        if (!done.stream().allMatch(run -> run.result().valid())) {
            out.println("the machine did not keep up in at least one run: do not trust it");
        }
    }

    /** After each run, so that what was seen is not lost. */
    private void write(List<Agreement> agreements) throws IOException {
        if (json != null) {
            Files.writeString(json, JsonMapper.shared().writeValueAsString(AgreementJson.of(done, agreements)));
        }
    }
}
