package io.steadycast.live.reality;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.live.BenchOptions;
import io.steadycast.live.KitServer;
import io.steadycast.live.LiveServer;
import io.steadycast.live.browser.Chromium;
import io.steadycast.netsim.endpoint.RecordedFrames;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Confined to its thread. {@code ./steadycast netsim reality}: exit status 0 when all conditions agree, 1 when one does not or the machine did not keep up, 2 for wrong usage. */
@Command(
        name = "steadycast netsim reality",
        description =
                "Compares a real Chromium viewer behind the emulator with a simulated one, under drawn conditions (docs/netsim/reality.md).",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
public final class Reality implements Callable<Integer> {
    private static final int SETTLE_MS = 5_000;
    private static final int MAX_SEEDS = 100;
    private static final int MAX_SECONDS = 3_600;
    /** A run that the machine could not keep up with is made anew so many times. */
    private static final int REPEATS = 2;

    /** Of one kind; then there is something wrong with its ranges. */
    private static final int MOST_DRAWN = 200;

    /** Of one condition; seeds of a draw lie next to one another. */
    private static final long SEEDS_PER_DRAW = 1_000;

    @Mixin
    private final BenchOptions options = new BenchOptions("60s");

    @Option(
            names = "--seeds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each condition (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Of the drawn conditions these: random, bursty, rate-step, lossy-uplink.")
    private List<String> only = List.of();

    @Option(
            names = "--unscreened",
            description =
                    "Take the first condition drawn of each kind, also where nothing happens or the model does not repeat itself.")
    private boolean unscreened;

    @Option(
            names = "--recording",
            defaultValue = "${sys:reality.recording:-live-tests/target/reality/recording.ivf}",
            paramLabel = "FILE",
            description =
                    "The pictures; made by Chromium's encoder if the file is not there (default ${DEFAULT-VALUE}).")
    private Path recording = Path.of("recording.ivf");

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private @Nullable Path json;
    private @Nullable Path html;

    public static void main(String[] arguments) {
        System.exit(BenchOptions.execute("steadycast netsim reality", new Reality(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Conditions.Source> sources = chosen();
        int durationMs = 1_000 * options.durationS(MAX_SECONDS);
        options.whole("--seeds", seeds, MAX_SEEDS);
        json = options.json();
        html = options.html();
        List<Comparison> comparisons = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Chromium chromium = Chromium.start();
                LiveServer server = LiveServer.unsteered();
                KitServer kit = new KitServer()) {
            RecordedFrames frames = Recording.of(recording, Recording.SECONDS, chromium, kit);
            Setting setting = new Setting(frames, SETTLE_MS, durationMs);
            facts.put("draw", Long.toString(options.seed()));
            facts.put("browser", chromium.name());
            facts.put("recording", Recording.describe(recording, frames));
            facts.put("duration", options.duration());
            facts.forEach((name, value) -> out.println(name + " " + value));
            RealViewer real = new RealViewer(server, kit, chromium, setting);
            for (Conditions.Source source : sources) {
                Comparison comparison = compare(drawn(source, setting), real, setting);
                comparisons.add(comparison);
                out.println(RealityReport.text(comparison));
                write(comparisons, facts);
            }
        }
        return verdict(comparisons);
    }

    private Condition drawn(Conditions.Source source, Setting setting) {
        for (int i = 0; i < MOST_DRAWN; i++) {
            Condition condition = source.next();
            Optional<String> refusal = unscreened
                    ? Optional.empty()
                    : Screening.refusal(condition, options.seed() * SEEDS_PER_DRAW, seeds, setting);
            if (refusal.isEmpty()) {
                return condition;
            }
            out.println(condition.name() + " drawn again: " + condition.figures() + ": " + refusal.get());
        }
        throw new IllegalStateException("none of " + MOST_DRAWN + " conditions is of use");
    }

    private Comparison compare(Condition condition, RealViewer real, Setting setting)
            throws IOException, InterruptedException {
        List<Comparison.Run> runs = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            long own = options.seed() * SEEDS_PER_DRAW + i;
            RealViewer.Seen seen = real.run(condition, own);
            for (int again = 0; again < REPEATS && !seen.valid(); again++) {
                out.println("  seed " + own + " made anew: " + seen.stamps());
                seen = real.run(condition, own);
            }
            SimulatedViewer.Seen simulated = SimulatedViewer.run(condition, own, setting, seen.start());
            runs.add(new Comparison.Run(
                    own,
                    seen.figures(),
                    simulated.figures(),
                    seen.stamps(),
                    seen.valid(),
                    Courses.of(seen, simulated.report(), setting)));
        }
        return new Comparison(condition, runs);
    }

    private void write(List<Comparison> comparisons, Map<String, String> facts) throws IOException {
        if (json != null) {
            Files.writeString(json, RealityReport.json(comparisons, facts));
        }
        if (html != null) {
            Files.writeString(html, RealityReport.html(comparisons, facts));
        }
    }

    private int verdict(List<Comparison> comparisons) {
        boolean agree = comparisons.stream().allMatch(Comparison::agrees);
        boolean valid = comparisons.stream().allMatch(Comparison::valid);
        out.println(agree ? "all conditions agree" : "not all conditions agree");
        if (!valid) {
            out.println("the machine did not keep up in at least one run: do not trust this comparison");
        }
        return agree && valid ? 0 : 1;
    }

    private List<Conditions.Source> chosen() {
        List<String> names =
                Conditions.draw(options.seed()).stream().map(Reality::key).toList();
        only.forEach(name -> options.oneOf("--only", name, names));
        List<Conditions.Source> all = Conditions.sources(options.seed());
        return IntStream.range(0, all.size())
                .filter(i -> only.isEmpty() || only.contains(names.get(i)))
                .mapToObj(all::get)
                .toList();
    }

    private static String key(Condition condition) {
        return condition.name().replace(' ', '-');
    }
}
