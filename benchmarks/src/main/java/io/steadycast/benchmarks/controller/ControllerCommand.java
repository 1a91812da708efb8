package io.steadycast.benchmarks.controller;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench controller}: the adaptive controller's share of every viewer's cost. */
@Command(
        name = "controller",
        description =
                "Time and allocation of the adaptive controller: a feedback of 100 packets with a new plan, and an idle tick.",
        mixinStandardHelpOptions = true)
public final class ControllerCommand implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "2",
            description = "Fresh JVMs to measure in, 0 for none (default ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--quick", description = "Briefly, in this JVM: to see that it works.")
    private boolean quick;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public ControllerCommand() {}

    @Override
    public Integer call() throws RunnerException {
        if (forks < 0 || forks > 20) {
            spec.commandLine().getErr().println("--forks: 0 to 20, not " + forks);
            return 2;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-22s %14s %12s %16s%n", "benchmark", "ns", "+-", "bytes allocated");
        for (RunResult run : new Runner(options().build()).run()) {
            Result<?> time = run.getPrimaryResult();
            String name = run.getParams().getBenchmark();
            out.printf(
                    Locale.ROOT,
                    "%-22s %14.1f %12.1f %16.2f%n",
                    name.substring(name.lastIndexOf('.') + 1),
                    time.getScore(),
                    time.getScoreError(),
                    allocated(run));
        }
        out.flush();
        return 0;
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(ControllerBenchmark.class.getName().replace(".", "\\.") + "\\..*")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        return quick
                ? options.forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(50))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(50))
                : options.forks(forks);
    }

    private static double allocated(RunResult run) {
        Result<?> result = run.getSecondaryResults().get(ALLOCATED);
        return result == null ? Double.NaN : result.getScore();
    }
}
