package io.steadycast.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.live.browser.Page;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.emulate.PathMix;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Confined to its thread. {@code ./steadycast netsim endurance}: one viewer in a real browser that stays, while its network becomes another one every few seconds.
 * Exit status 0 when it still plays at the end, was never stuck, saw no broken picture and the server's memory stayed; 1 when not; 2 for wrong usage.
 */
@Command(
        name = "steadycast netsim endurance",
        description = "One viewer in a real browser for long, on networks that change (docs/netsim/browsers.md).",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class BrowserEndurance implements Callable<Integer> {
    private static final int MAX_SECONDS = 86_400;
    private static final int FIRST_FRAME_MS = 30_000;
    private static final int AUDIT_EVERY_STEPS = 3;

    @Option(
            names = "--conditions",
            split = ",",
            defaultValue = "T1,T2,T3,T4,T5,T6,T8,T9,T10",
            paramLabel = "T",
            description = "What is drawn from: of docs/netsim/targets.md, or profiles (default ${DEFAULT-VALUE}).")
    private List<String> conditions = List.of();

    @Option(
            names = "--browser",
            defaultValue = "chromium",
            paramLabel = "NAME",
            description = "The viewer's: chromium or firefox (default ${DEFAULT-VALUE}).")
    private String browser = "chromium";

    @Option(
            names = "--duration",
            defaultValue = "30m",
            paramLabel = "DURATION",
            description = "Of the whole run, as 90s or 30m (default ${DEFAULT-VALUE}).")
    private String duration = "30m";

    @Option(
            names = "--step",
            defaultValue = "20s",
            paramLabel = "DURATION",
            description = "How long a network stays (default ${DEFAULT-VALUE}).")
    private String step = "20s";

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Of what is drawn.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with plots there.")
    private @Nullable Path html;

    @Spec
    private @Nullable CommandSpec spec;

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private final List<EnduranceStep> steps = new ArrayList<>();

    public static void main(String[] arguments) {
        // Jitsi's libraries log by java.util.logging, and tell each of their starts.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        System.exit(BenchOptions.execute("steadycast netsim endurance", new BrowserEndurance(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        BenchOptions options = new BenchOptions(Objects.requireNonNull(spec));
        List<NamedPath> paths = options.paths("--conditions", conditions);
        options.oneOf("--browser", browser, BenchOptions.BROWSERS);
        int durationS = options.seconds("--duration", duration, MAX_SECONDS);
        int lengthS = options.seconds("--step", step, durationS);
        options.requireWritable("--json", json);
        options.requireWritable("--html", html);
        List<String> complaints;
        try (BrowserStage stage = BrowserStage.open(browser)) {
            out.println("viewer " + stage.viewerName() + ", " + duration + ", another network every " + step + ", seed "
                    + seed);
            stage.begin("adaptive");
            run(stage, paths, durationS, lengthS);
            complaints = complaints(stage.server());
        }
        return report(complaints) ? 0 : 1;
    }

    private void run(BrowserStage stage, List<NamedPath> paths, int durationS, int lengthS) throws IOException {
        NamedPath clean = paths.getFirst();
        SplittableRandom random = new SplittableRandom(seed);
        ServerProcess process = new ServerProcess(stage.server());
        ServerProcess.Memory memory = process.memory();
        try (BrowserStage.Seat seat = stage.seat(clean, seed)) {
            JsonNode before = join(seat);
            out.println(EnduranceStep.header());
            int count = Math.max(1, durationS / lengthS);
            for (int i = 0; i < count; i++) {
                // The last one is the first of the list again: what is stuck would stay so there.
                NamedPath path = i == count - 1 ? clean : paths.get(random.nextInt(paths.size()));
                seat.link().paths("endurance", Emulator.ALL, PathMix.of(path));
                JsonNode seen = watch(seat.page(), before, lengthS);
                before = seen.path("after");
                memory = i % AUDIT_EVERY_STEPS == 0 || i == count - 1 ? process.memory() : memory;
                EnduranceStep done = step((i + 1) * lengthS, path.name(), seen, memory, stage.why());
                steps.add(done);
                out.println(done.text());
                out.println("         " + done.why());
                write();
            }
        }
    }

    private static JsonNode join(BrowserStage.Seat seat) {
        return seat.page().run("""
                window.session = await kit.watch(%s);
                window.firstFrameMs = await kit.firstFrameWithin(session, %d);
                window.measured = await kit.measure(session.video, session.stream, null);
                return (await kit.stats(session)).inbound;
                """.formatted(Page.quote(seat.whep()), FIRST_FRAME_MS));
    }

    /** Pictures are handed over and forgotten, so that the page itself does not grow. */
    private static JsonNode watch(Page page, JsonNode before, int lengthS) {
        return page.run("""
                const from = Date.now();
                await new Promise(resolve => setTimeout(resolve, %d));
                const after = (await kit.stats(session)).inbound;
                measured.beeps.length = 0;
                const frames = measured.frames.splice(0).map(({ at, latencyMs, height }) => ({ at, latencyMs, height }));
                return { firstFrameMs: window.firstFrameMs, from, to: Date.now(), frames, before: %s, after };
                """.formatted(1_000 * lengthS, before));
    }

    private static EnduranceStep step(
            int atSeconds, String condition, JsonNode seen, ServerProcess.Memory memory, String why) {
        int broken = 0;
        double last = seen.path("from").asDouble();
        for (JsonNode frame : seen.path("frames")) {
            broken += frame.path("latencyMs").asDouble() < 0 ? 1 : 0;
            last = frame.path("at").asDouble();
        }
        double lastPictureMs = seen.path("to").asDouble() - last;
        return new EnduranceStep(atSeconds, condition, BrowserFigures.of(seen), broken, lastPictureMs, memory, why);
    }

    /** Errors and what the server says of exceptions. */
    private static List<String> complaints(LiveServer server) {
        return server.log().stream()
                .filter(line -> line.contains("ERROR") || line.contains("Exception"))
                .toList();
    }

    private boolean report(List<String> complaints) throws IOException {
        out.println();
        List<BrowserTargets.Verdict> verdicts = new ArrayList<>(EnduranceStep.judge(steps));
        verdicts.add(new BrowserTargets.Verdict("errors in the server's log", complaints.size(), true, 0));
        verdicts.forEach(verdict -> out.println("    " + verdict));
        complaints.stream().limit(20).forEach(line -> out.println("        " + line));
        if (html != null) {
            Files.writeString(html, EnduranceReport.html(steps, verdicts));
        }
        return verdicts.stream().allMatch(BrowserTargets.Verdict::met);
    }

    private void write() throws IOException {
        if (json != null) {
            Files.writeString(json, JsonMapper.shared().writeValueAsString(steps));
        }
    }
}
