package io.steadycast.benchmarks.srtp;

import io.steadycast.benchmarks.JmhRun;
import io.steadycast.media.crypto.CryptoChoice;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench srtp}: what encrypting media takes, library beside library. */
@Command(
        name = "srtp",
        description = "Time and allocation of SRTP, a packet each way, by OpenSSL, the JDK and jitsi-srtp.",
        mixinStandardHelpOptions = true)
public final class SrtpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JmhRun jmh;

    @SuppressWarnings("NullAway.Init") // set by picocli
    public SrtpCommand() {}

    @Override
    public Integer call() throws RunnerException {
        String wrong = jmh.wrong();
        if (wrong != null) {
            spec.commandLine().getErr().println(wrong);
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
        for (RunResult run : jmh.of(SrtpBenchmark.class, ".*protect")) {
            Result<?> time = run.getPrimaryResult();
            BenchmarkParams params = run.getParams();
            out.printf(
                    Locale.ROOT,
                    "%-10s %-24s %-9s %7s %12.1f %10.1f %16.2f%n",
                    JmhRun.name(run),
                    params.getParam("profile"),
                    params.getParam("library"),
                    params.getParam("payloadBytes"),
                    time.getScore(),
                    time.getScoreError(),
                    JmhRun.allocated(run));
        }
        out.flush();
        return 0;
    }
}
