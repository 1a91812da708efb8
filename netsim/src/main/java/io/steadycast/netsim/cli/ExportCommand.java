package io.steadycast.netsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.netem.NetemExport;
import io.steadycast.netsim.profile.Profiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A profile in the words of other tools. */
@Command(
        name = "export",
        description = "Writes a profile as commands of Linux's tc netem; comments name what netem cannot do.",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
final class ExportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            description = "A profile that ships or a file, with :p50, :p90 or :p99 if not p50.")
    private @Nullable String name;

    @Option(names = "--netem", description = "As two commands of tc, for $UP and $DOWN.")
    private boolean netem;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.sh",
            description = "Write them here.")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandSpec own = Objects.requireNonNull(spec);
        if (!netem) {
            throw new ParameterException(own.commandLine(), "a format is missing: --netem");
        }
        PrintWriter out = own.commandLine().getOut();
        var lines = NetemExport.lines(Profiles.find(Objects.requireNonNull(name)));
        if (output == null) {
            lines.forEach(out::println);
            return ExitCode.OK;
        }
        try (OutputFile opened = OutputFile.open("--output", output)) {
            Files.writeString(opened.path(), String.join("\n", lines) + "\n", UTF_8);
            opened.commit();
        }
        return ExitCode.OK;
    }
}
