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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * Confined to its thread. {@code ./steadycast netsim browsers}: a host in one Chromium, a viewer in another browser behind the emulator, the whole server between
 * them: one run after the other, or all policies at the same time. Exit status 0 when all targets were met, 1 when one was missed or the machine did not keep up, 2 for wrong usage.
 */
@Command(
        name = "steadycast netsim browsers",
        description = "Watches in a real browser behind bad networks, policy beside policy (docs/netsim/browsers.md).",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class BrowserBench implements Callable<Integer> {
    private static final int MAX_SECONDS = 3_600;
    private static final int MAX_RUNS = 100;
    private static final int WARM_UP_MS = 20_000;

    @Option(
            names = "--conditions",
            split = ",",
            paramLabel = "T",
            description = "Of docs/netsim/targets.md (T1,T2,...), or profiles (NAME:p90).")
    private List<String> conditions = List.of();

    @Option(
            names = "--policy",
            split = ",",
            defaultValue = "adaptive",
            paramLabel = "P",
            description = "adaptive, nack-only, nack-fixed-delay, fixed; several in turn (default adaptive).")
    private List<String> policies = List.of();

    @Option(
            names = "--side-by-side",
            description =
                    "All policies at the same time: one host, one server, a viewer of each behind a link of its own that does the same.")
    private boolean sideBySide;

    @Option(
            names = "--cpu-pairs",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Instead of conditions and policies: what the server takes for adaptive and for nack-only viewers on a clean path, N of each in turn.")
    private int cpuPairs;

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
            names = "--runs",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "Of each condition and policy, each from 3 s after its first picture; seeds follow each other (default ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--simulated",
            description =
                    "Beside it the same in the simulator, and whether both agree: received rate within 15 %%, stall within 1 point or 20 %%.")
    private boolean simulated;

    @Mixin
    private final BenchOptions options = new BenchOptions("60s");

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private @Nullable Path json;
    private @Nullable Path html;
    private String title = "";
    private final List<Run> done = new ArrayList<>();

    /** One run of one policy. */
    record Run(String condition, String policy, long seed, BrowserStage.Result result) {}

    public static void main(String[] arguments) {
        System.exit(BenchOptions.execute("steadycast netsim browsers", new BrowserBench(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<NamedPath> chosen = chosen();
        int durationMs = 1_000 * options.durationS(MAX_SECONDS);
        json = options.json();
        html = options.html();
        try (BrowserStage stage = BrowserStage.open(browser)) {
            title = stage.viewerName() + " (" + player + "), " + runs + " x " + options.duration() + " each, from seed "
                    + options.seed() + (sideBySide ? ", all policies at the same time" : "");
            out.println("viewer " + title);
            stage.begin();
            if (cpuPairs > 0) {
                warmUp(stage, chosen.getFirst());
            }
            for (int i = 0; i < runs; i++) {
                for (NamedPath condition : chosen) {
                    for (List<String> turn : turns(policies, sideBySide, i)) {
                        watch(stage, condition, turn, options.seed() + i, durationMs);
                    }
                }
            }
        }
        List<BrowserReport.Row> rows = rows(chosen);
        print(rows);
        List<Agreement> agreements = simulated ? agreements(chosen) : List.of();
        agreements.forEach(one -> out.print(one.text()));
        write(rows, agreements);
        if (html != null) {
            Files.writeString(html, BrowserReport.html(title, rows, done, agreements));
        }
        boolean met = rows.stream().allMatch(BrowserReport.Row::met);
        met &= agreements.stream().allMatch(Agreement::agrees);
        return met && done.stream().allMatch(run -> run.result().valid()) ? 0 : 1;
    }

    /** A server that has just begun compiles its code for most of a minute, and whoever comes first would pay for it: 21, 11, 7, 6 percent of a processor one after the other, measured. */
    private void warmUp(BrowserStage stage, NamedPath condition) throws IOException {
        for (String policy : policies) {
            stage.watch(policy, condition, options.seed(), WARM_UP_MS);
        }
    }

    private List<NamedPath> chosen() {
        if (cpuPairs > 0) {
            if (!conditions.isEmpty() || sideBySide) {
                throw options.wrong("--cpu-pairs has its own condition and turns: no --conditions, no --side-by-side");
            }
            runs = cpuPairs;
            conditions = List.of(BrowserTargets.CLEAN);
            policies = List.of("adaptive", "nack-only");
        }
        if (conditions.isEmpty()) {
            throw options.wrong("--conditions T1,T2,... or --cpu-pairs N is needed");
        }
        options.whole(cpuPairs > 0 ? "--cpu-pairs" : "--runs", runs, MAX_RUNS);
        policies.forEach(policy -> options.oneOf("--policy", policy, BenchOptions.POLICIES));
        if (Set.copyOf(policies).size() < policies.size()) {
            throw options.wrong("--policy " + String.join(",", policies) + ": each at most once");
        }
        options.oneOf("--browser", browser, BenchOptions.BROWSERS);
        options.oneOf("--player", player, Player.names());
        return options.paths("--conditions", conditions);
    }

    /** Who watches at the same time, turn by turn. The order changes from run to run, so that nobody is always the first. */
    static List<List<String>> turns(List<String> policies, boolean sideBySide, int run) {
        if (sideBySide) {
            return List.of(policies);
        }
        List<String> order = run % 2 == 0 ? policies : policies.reversed();
        return order.stream().map(List::of).toList();
    }

    private List<Agreement> agreements(List<NamedPath> chosen) {
        SimulatedTwin.Viewer viewer = SimulatedTwin.Viewer.valueOf(browser.toUpperCase(Locale.ROOT));
        List<Agreement> all = new ArrayList<>();
        for (NamedPath condition : chosen) {
            for (String policy : policies) {
                all.add(Agreement.of(condition, policy, viewer, results(condition.name(), policy), options.seed()));
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
                boolean judged = policy.equals("adaptive");
                Optional<CpuPairs> pairs = judged ? pairs(condition.name()) : Optional.empty();
                rows.add(new BrowserReport.Row(
                        condition.name(),
                        policy,
                        median,
                        judged ? verdicts(condition.name(), median, pairs) : List.of(),
                        judged ? arms(condition.name(), medians) : List.of(),
                        pairs));
            });
        }
        return rows;
    }

    /** Adaptive viewers are judged: in a Chromium, and on the product's page in a Firefox. */
    private List<BrowserTargets.Verdict> verdicts(String condition, BrowserFigures median, Optional<CpuPairs> pairs) {
        if (browser.equals("firefox")) {
            return Player.byName(player) == Player.WATCH ? BrowserTargets.judgeFirefox(condition, median) : List.of();
        }
        List<BrowserTargets.Verdict> verdicts = new ArrayList<>(BrowserTargets.judge(condition, median));
        pairs.ifPresent(all -> verdicts.add(all.verdict()));
        return verdicts;
    }

    private List<ArmComparison> arms(String condition, Map<String, BrowserFigures> medians) {
        boolean compared = browser.equals("chromium") && !condition.equals(BrowserTargets.CLEAN);
        return compared ? BrowserTargets.arms(condition, medians) : List.of();
    }

    /** Where both watched the clean path in turn; what a server takes for all at once says nothing of one. */
    private Optional<CpuPairs> pairs(String condition) {
        if (sideBySide || !condition.equals(BrowserTargets.CLEAN) || !policies.contains("nack-only")) {
            return Optional.empty();
        }
        return Optional.of(CpuPairs.of(figures(condition, "adaptive"), figures(condition, "nack-only")));
    }

    private List<BrowserFigures> figures(String condition, String policy) {
        return results(condition, policy).stream()
                .map(BrowserStage.Result::figures)
                .toList();
    }

    private BrowserFigures median(String condition, String policy) {
        return BrowserFigures.median(figures(condition, policy));
    }

    private List<BrowserStage.Result> results(String condition, String policy) {
        return done.stream()
                .filter(run -> run.condition().equals(condition) && run.policy().equals(policy))
                .map(Run::result)
                .toList();
    }

    private void watch(BrowserStage stage, NamedPath condition, List<String> turn, long channel, int durationMs)
            throws IOException {
        List<BrowserStage.Result> results = stage.watch(Player.byName(player), turn, condition, channel, durationMs);
        for (int i = 0; i < turn.size(); i++) {
            Run run = new Run(condition.name(), turn.get(i), channel, results.get(i));
            done.add(run);
            out.printf(
                    "%-5s %-17s seed %d%n%s%n",
                    run.condition(), run.policy(), run.seed(), run.result().text());
        }
        write(List.of(), List.of());
    }

    private void print(List<BrowserReport.Row> rows) {
        out.println();
        out.printf("%-14s%-18s%s%n", "", "medians of " + runs, BrowserFigures.header());
        for (BrowserReport.Row row : rows) {
            out.printf(
                    "%-14s%-18s%s%n",
                    row.condition(), row.policy(), row.median().text());
            row.verdicts().forEach(verdict -> out.println("        " + verdict));
            row.arms().forEach(arm -> out.println("        " + arm));
            row.pairs()
                    .ifPresent(pairs -> out.println("        " + pairs.words().en()));
        }
        if (!done.stream().allMatch(run -> run.result().valid())) {
            out.println("the machine did not keep up in at least one run: do not trust it");
        }
    }

    /** After each run, so that what was seen is not lost. */
    private void write(List<BrowserReport.Row> rows, List<Agreement> agreements) throws IOException {
        if (json != null) {
            Files.writeString(json, JsonMapper.shared().writeValueAsString(BrowserJson.of(done, rows, agreements)));
        }
    }
}
