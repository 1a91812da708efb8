package io.steadycast.benchmarks.start;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench start}: from the launcher to the line "ready", on a built tree. */
@Command(
        name = "start",
        description = "How long a start takes: the launcher's part, and java's up to the line \"ready\".",
        mixinStandardHelpOptions = true)
public final class StartCommand implements Callable<Integer> {
    private static final double NS_PER_S = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Starts that count, after one that does not (default ${DEFAULT-VALUE}).")
    private int runs;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public StartCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (runs < 1 || runs > 1000) {
            spec.commandLine().getErr().println("--runs: 1 to 1000, not " + runs);
            return 2;
        }
        String launcher = System.getProperty("steadycast.launcher", "");
        if (launcher.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("bench start measures the launcher: run it as ./steadycast bench start");
            return 2;
        }
        // Builds what is missing, makes the cache of loaded classes, and brings files into memory.
        Start.measure(launcher);
        List<Start> starts = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            starts.add(Start.measure(launcher));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-22s %8s %8s %8s%n", runs + " starts, s", "median", "least", "most");
        row(out, "launcher", starts, Start::launcherNs);
        row(out, "java to ready", starts, Start::javaNs);
        row(out, "together", starts, start -> start.launcherNs() + start.javaNs());
        out.flush();
        return 0;
    }

    private static void row(PrintWriter out, String name, List<Start> starts, ToLongFunction<Start> part) {
        long[] sorted = starts.stream().mapToLong(part).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
        out.printf(
                Locale.ROOT,
                "%-22s %8.3f %8.3f %8.3f%n",
                name,
                median / NS_PER_S,
                sorted[0] / NS_PER_S,
                sorted[sorted.length - 1] / NS_PER_S);
    }
}
