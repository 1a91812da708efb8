package io.steadycast.live.reality;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Option(names = "--seed", required = true, paramLabel = "S", description = "The conditions are drawn from it.")
    private long seed;

    @Option(
            names = "--seeds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each condition (default ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            paramLabel = "DURATION",
            description = "Measured in each run, after 5 s to settle (default ${DEFAULT-VALUE}).")
    private String duration = "60s";

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

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots there.")
    private @Nullable Path html;

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);

    public static void main(String[] arguments) {
        // Jitsi's libraries log by java.util.logging, and tell each of their starts.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        CommandLine line = new CommandLine(new Reality());
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println("steadycast netsim reality: " + wrong.getMessage());
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Conditions.Source> sources = chosen();
        int durationMs = durationMs();
        if (seeds < 1 || seeds > MAX_SEEDS) {
            throw wrong("--seeds " + seeds + ": must be 1 to " + MAX_SEEDS);
        }
        writable("--json", json);
        writable("--html", html);
        List<Comparison> comparisons = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Chromium chromium = Chromium.start();
                LiveServer server = LiveServer.unsteered();
                KitServer kit = new KitServer()) {
            RecordedFrames frames = Recording.of(recording, Recording.SECONDS, chromium, kit);
            Setting setting = new Setting(frames, SETTLE_MS, durationMs);
            facts.put("draw", Long.toString(seed));
            facts.put("browser", chromium.name());
            facts.put("recording", Recording.describe(recording, frames));
            facts.put("duration", duration);
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
            Optional<String> refusal =
                    unscreened ? Optional.empty() : Screening.refusal(condition, seed * SEEDS_PER_DRAW, seeds, setting);
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
            long own = seed * SEEDS_PER_DRAW + i;
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
        List<String> names = Conditions.draw(seed).stream().map(Reality::key).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw wrong("--only " + name + ": legal are " + String.join(", ", names));
            }
        }
        List<Conditions.Source> all = Conditions.sources(seed);
        return IntStream.range(0, all.size())
                .filter(i -> only.isEmpty() || only.contains(names.get(i)))
                .mapToObj(all::get)
                .toList();
    }

    private static String key(Condition condition) {
        return condition.name().replace(' ', '-');
    }

    private int durationMs() {
        if (!duration.matches("\\d{1,4}s")) {
            throw wrong("--duration " + duration + ": write seconds, as 60s");
        }
        int seconds = Integer.parseInt(duration.substring(0, duration.length() - 1));
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw wrong("--duration " + duration + ": must be 1s to " + MAX_SECONDS + "s");
        }
        return seconds * 1_000;
    }

    private void writable(String option, @Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(file))) {
            throw wrong(option + " " + file + ": cannot be written");
        }
    }

    private ParameterException wrong(String message) {
        CommandSpec self = spec;
        if (self == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(self.commandLine(), message);
    }
}
