package io.steadycast.netsim.cli;

import io.steadycast.netsim.scenario.Metric;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What there is: everything that the other commands take by name. */
@Command(
        name = "list",
        description = "Lists what the other commands take by name.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class ListCommand implements Callable<Integer> {
    /** A section of the list. */
    private enum Section {
        METRICS
    }

    @Parameters(arity = "0..1", paramLabel = "SECTION", description = "Only this section: ${COMPLETION-CANDIDATES}.")
    private @Nullable Section only;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (Section section : Section.values()) {
            if (only == null || only == section) {
                print(out, section);
            }
        }
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, Section section) {
        switch (section) {
            case METRICS -> {
                out.println("metrics (of every viewer; see docs/netsim)");
                for (Metric metric : Metric.values()) {
                    out.printf("  %-24s %-7s %s%n", metric.key(), metric.unit(), metric.description());
                }
            }
        }
    }
}
