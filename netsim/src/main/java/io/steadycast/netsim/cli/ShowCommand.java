package io.steadycast.netsim.cli;

import io.steadycast.netsim.profile.ProfileView;
import io.steadycast.netsim.profile.Profiles;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a profile consists of. */
@Command(
        name = "show",
        description = "Describes a profile: its parts, events, sources, and what it is expected to measure.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class ShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = "A profile that ships or a file, with :p50, :p90 or :p99 if not p50.")
    private @Nullable String name;

    @Option(names = "--text", description = "The file of a profile that ships as it is, to begin one of your own with.")
    private boolean text;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        String wanted = Objects.requireNonNull(name);
        if (text) {
            out.print(Profiles.text(wanted.replaceFirst(":p\\d\\d$", "")));
        } else {
            ProfileView.lines(Profiles.find(wanted)).forEach(out::println);
        }
        return ExitCode.OK;
    }
}
