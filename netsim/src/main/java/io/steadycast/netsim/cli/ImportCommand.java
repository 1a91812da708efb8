package io.steadycast.netsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.netem.NetemProfile;
import io.steadycast.netsim.profile.Profiles;
import io.steadycast.netsim.profile.TraceProfile;
import io.steadycast.netsim.trace.Steps;
import io.steadycast.netsim.trace.Trace;
import io.steadycast.netsim.trace.TraceDirection;
import io.steadycast.netsim.trace.TraceFormat;
import io.steadycast.netsim.trace.TraceOptions;
import io.steadycast.netsim.trace.Traces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** From a recorded link, or a line of netem, to a profile. */
@Command(
        name = "import",
        description = {
            "Reads a recorded link, tells what it says and what it leaves out, and writes a profile that refers to it.",
            "With --netem: a profile that does what a line of Linux's tc netem asks for."
        },
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class ImportCommand implements Callable<Integer> {
    private static final long SECOND_NS = 1_000_000_000L;

    /** Ways that a file may be asked for. */
    private enum Way {
        UP,
        DOWN
    }

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The trace; gzip is unpacked.")
    private @Nullable Path file;

    @Option(
            names = "--netem",
            paramLabel = "LINE|FILE",
            description = "Instead of a trace: 'delay 100ms 20ms loss 1%%', or a file with such a line or tc commands.")
    private @Nullable String netem;

    @Option(names = "--format", paramLabel = "F", description = "Its format, if the content does not tell.")
    private @Nullable String format;

    @Option(
            names = "--direction",
            paramLabel = "WAY",
            description = "Which way: ${COMPLETION-CANDIDATES}; a line of netem is for both unless said.")
    private @Nullable Way way;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PROFILE.conf",
            description = "Write the profile here.")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec own = Objects.requireNonNull(spec);
        if ((file == null) == (netem == null)) {
            throw new ParameterException(own.commandLine(), "one of FILE and --netem is needed, and not both");
        }
        if (netem != null) {
            fromNetem(own, netem);
        } else {
            fromTrace(own.commandLine().getOut(), Objects.requireNonNull(file));
        }
        return ExitCode.OK;
    }

    private void fromTrace(PrintWriter out, Path trace) throws IOException {
        TraceDirection direction = way == null ? null : way == Way.UP ? TraceDirection.UP : TraceDirection.DOWN;
        Trace read = Traces.read(
                trace,
                TraceOptions.DEFAULT
                        .withFormat(format == null ? null : TraceFormat.of(format))
                        .withDirection(direction));
        String text = TraceProfile.text(read, trace.toAbsolutePath());
        if (output == null) {
            tell(out, read);
        }
        write(out, text);
        if (output != null) {
            tell(out, read);
        }
    }

    private void fromNetem(CommandSpec own, String lineOrFile) throws IOException {
        if (format != null) {
            throw new ParameterException(own.commandLine(), "--format: legal is that only with a trace");
        }
        Direction direction = way == null ? null : way == Way.UP ? Direction.UP : Direction.DOWN;
        NetemProfile profile = NetemProfile.of(lineOrFile, direction);
        // What no link can do is told now, and not when the profile is used.
        Profiles.parse("--netem", profile.text());
        write(own.commandLine().getOut(), profile.text());
        PrintWriter err = own.commandLine().getErr();
        profile.warnings().forEach(warning -> err.println(own.qualifiedName() + ": warning: " + warning));
    }

    private void write(PrintWriter out, String text) throws IOException {
        if (output == null) {
            out.print(text);
            return;
        }
        try (OutputFile opened = OutputFile.open("--output", output)) {
            Files.writeString(opened.path(), text, UTF_8);
            opened.commit();
        }
    }

    /** As comments, so that the output is a profile all the same. */
    private static void tell(PrintWriter out, Trace trace) {
        out.println(String.format(
                Locale.ROOT,
                "# %s, %s, %.1f s",
                trace.format().id(),
                trace.direction().id(),
                trace.durationNs() / 1e9));
        Steps rate = trace.binnedRateBps(SECOND_NS);
        if (rate != null) {
            quantiles(out, "rate in Mbit/s over seconds", rate, 1e6);
        }
        Steps rtt = trace.rttMs();
        if (rtt != null) {
            quantiles(out, "round trip in ms", rtt, 1);
        }
    }

    private static void quantiles(PrintWriter out, String what, Steps steps, double unit) {
        out.println(String.format(
                Locale.ROOT,
                "# %s: mean %.2f, p5 %.2f, p50 %.2f, p95 %.2f",
                what,
                steps.mean() / unit,
                steps.quantile(0.05) / unit,
                steps.quantile(0.5) / unit,
                steps.quantile(0.95) / unit));
    }
}
