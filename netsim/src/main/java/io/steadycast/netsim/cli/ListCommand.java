package io.steadycast.netsim.cli;

import io.steadycast.abr.profile.QualityProfiles;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.suite.Suites;
import java.io.PrintWriter;
import java.util.Locale;
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
        PROFILES,
        POLICIES,
        QUALITY,
        SUITES,
        LADDERS,
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
        out.println(section.name().toLowerCase(Locale.ROOT));
        switch (section) {
            case PROFILES -> NamedPaths.INSTANCE.describe().forEach((name, title) -> line(out, name, title));
            case POLICIES -> Policies.all().forEach(policy -> line(out, policy.name(), policy.description()));
            case QUALITY ->
                QualityProfiles.all().forEach(profile -> line(out, profile.name(), QualityProfiles.meaning(profile)));
            case SUITES -> Suites.all().forEach(suite -> line(out, suite.name(), suite.title()));
            case LADDERS -> Ladder.all().forEach(ladder -> line(out, ladder.name(), ladder.description()));
            case METRICS -> {
                for (Metric metric : Metric.values()) {
                    String unit = metric.unit().isEmpty() ? "" : " [" + metric.unit() + "]";
                    line(out, metric.key(), metric.description() + unit);
                }
            }
        }
        out.println();
    }

    private static void line(PrintWriter out, String name, String text) {
        out.println(String.format(Locale.ROOT, "  %-24s %s", name, text));
    }
}
