package io.steadycast.benchmarks.controller;

import io.steadycast.benchmarks.JmhRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench controller}: the adaptive controller's share of every viewer's cost. */
@Command(
        name = "controller",
        description =
                "Time and allocation of the adaptive controller: a feedback of 100 packets with a new plan, and an idle tick.",
        mixinStandardHelpOptions = true)
public final class ControllerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JmhRun jmh;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public ControllerCommand() {}

    @Override
    public Integer call() throws RunnerException {
        String wrong = jmh.wrong();
        if (wrong != null) {
            spec.commandLine().getErr().println(wrong);
            return 2;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%-22s %14s %12s %16s%n", "benchmark", "ns", "+-", "bytes allocated");
        for (RunResult run : jmh.of(ControllerBenchmark.class, ".*")) {
            Result<?> time = run.getPrimaryResult();
            out.printf(
                    Locale.ROOT,
                    "%-22s %14.1f %12.1f %16.2f%n",
                    JmhRun.name(run),
                    time.getScore(),
                    time.getScoreError(),
                    JmhRun.allocated(run));
        }
        out.flush();
        return 0;
    }
}
