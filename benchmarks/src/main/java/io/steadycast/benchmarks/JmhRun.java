package io.steadycast.benchmarks;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Option;

/** Filled by picocli, as a mixin. How commands run JMH: in how many JVMs, how long, and with what is allocated. */
public final class JmhRun {
    private static final int MOST_FORKS = 20;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "2",
            description = "Fresh JVMs to measure each case in, 0 for none (default ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--quick", description = "Briefly, in this JVM: to see that it works.")
    private boolean quick;

    public JmhRun() {}

    /** What is wrong with the options, or null. */
    public @Nullable String wrong() {
        return forks < 0 || forks > MOST_FORKS ? "--forks: 0 to " + MOST_FORKS + ", not " + forks : null;
    }

    /**
     * Runs what a class measures.
     *
     * @param methods a regular expression of their names
     */
    public Collection<RunResult> of(Class<?> benchmarks, String methods) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmarks.getName().replace(".", "\\.") + "\\." + methods)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        ChainedOptionsBuilder sized = quick
                ? options.forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(50))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(50))
                : options.forks(forks);
        return new Runner(sized.build()).run();
    }

    /** The benchmark's method. */
    public static String name(RunResult run) {
        String name = run.getParams().getBenchmark();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Bytes for each operation. */
    public static double allocated(RunResult run) {
        Result<?> result = run.getSecondaryResults().get(ALLOCATED);
        return result == null ? Double.NaN : result.getScore();
    }
}
