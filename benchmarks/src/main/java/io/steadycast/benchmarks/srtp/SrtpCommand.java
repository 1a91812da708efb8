package io.steadycast.benchmarks.srtp;

import io.steadycast.media.crypto.CryptoChoice;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.infra.BenchmarkParams;
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

/** {@code bench srtp}: what encrypting media takes, library beside library. */
@Command(
        name = "srtp",
        description = "Time and allocation of SRTP, a packet each way, by OpenSSL, the JDK and jitsi-srtp.",
        mixinStandardHelpOptions = true)
public final class SrtpCommand implements Callable<Integer> {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--forks",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fresh JVMs to measure each case in, 0 for none (default ${DEFAULT-VALUE}).")
    private int forks;

    @Option(names = "--quick", description = "Briefly, in this JVM: to see that it works.")
    private boolean quick;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public SrtpCommand() {}

    @Override
    public Integer call() throws RunnerException {
        if (forks < 0 || forks > 20) {
            spec.commandLine().getErr().println("--forks: 0 to 20, not " + forks);
            return 2;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("the server takes " + CryptoChoice.best().told());
        out.printf(
                Locale.ROOT,
                "%-10s %-24s %-9s %7s %12s %10s %16s%n",
                "benchmark",
                "profile",
                "library",
                "payload",
                "ns",
                "+-",
                "bytes allocated");
        for (RunResult run : new Runner(options().build()).run()) {
            Result<?> time = run.getPrimaryResult();
            BenchmarkParams params = run.getParams();
            String name = params.getBenchmark();
            out.printf(
                    Locale.ROOT,
                    "%-10s %-24s %-9s %7s %12.1f %10.1f %16.2f%n",
                    name.substring(name.lastIndexOf('.') + 1),
                    params.getParam("profile"),
                    params.getParam("library"),
                    params.getParam("payloadBytes"),
                    time.getScore(),
                    time.getScoreError(),
                    allocated(run));
        }
        out.flush();
        return 0;
    }

    private ChainedOptionsBuilder options() {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(SrtpBenchmark.class.getName().replace(".", "\\.") + "\\..*protect")
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT);
        return quick
                ? options.forks(0)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(20))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(20))
                : options.forks(forks);
    }

    private static double allocated(RunResult run) {
        Result<?> result = run.getSecondaryResults().get(ALLOCATED);
        return result == null ? Double.NaN : result.getScore();
    }
}
