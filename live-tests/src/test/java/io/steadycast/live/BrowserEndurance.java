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
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
            names = "--step",
            defaultValue = "20s",
            paramLabel = "DURATION",
            description = "How long a network stays (default ${DEFAULT-VALUE}).")
    private String step = "20s";

    @Mixin
    private final BenchOptions options = new BenchOptions("30m");

    private final PrintStream out = new PrintStream(System.out, true, UTF_8);
    private @Nullable Path json;
    private @Nullable Path html;
    private final List<EnduranceStep> steps = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(BenchOptions.execute("steadycast netsim endurance", new BrowserEndurance(), arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<NamedPath> paths = options.paths("--conditions", conditions);
        options.oneOf("--browser", browser, BenchOptions.BROWSERS);
        int durationS = options.durationS(MAX_SECONDS);
        int lengthS = options.seconds("--step", step, durationS);
        json = options.json();
        html = options.html();
        List<String> complaints;
        try (BrowserStage stage = BrowserStage.open(browser)) {
            out.println("viewer " + stage.viewerName() + ", " + options.duration() + ", another network every " + step
                    + ", seed " + options.seed());
            stage.begin();
            run(stage, paths, durationS, lengthS);
            complaints = complaints(stage.server());
        }
        return report(complaints) ? 0 : 1;
    }

    private void run(BrowserStage stage, List<NamedPath> paths, int durationS, int lengthS) throws IOException {
        NamedPath clean = paths.getFirst();
        SplittableRandom random = new SplittableRandom(options.seed());
        ServerProcess process = new ServerProcess(stage.server());
        ServerProcess.Memory memory = process.memory();
        try (ViewerSeat seat = stage.seat(clean, options.seed())) {
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

    private static JsonNode join(ViewerSeat seat) {
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
