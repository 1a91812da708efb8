package io.steadycast.netsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.BadInput;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The top of {@code ./steadycast netsim}. Commands throw {@link BadInput} or {@link ParameterException} for what the user can mend: each problem becomes one line on
 * standard error, and the exit code is {@link ExitCode#USAGE}.
 */
@Command(
        name = "steadycast netsim",
        description = "Replays poor networks against the server's own code.",
        footer = {
            "  reality   Compares a real Chromium with a simulated viewer (a browser is needed, docs/netsim/reality.md).",
            "  browsers  Watches in a real browser behind bad networks (the same, docs/netsim/browsers.md)."
        },
        mixinStandardHelpOptions = true,
        usageHelpWidth = 110)
public final class Netsim implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Netsim() {}

    /** Every command, in the order in which the help shows them. A new command is one line here. */
    private static List<Object> commands() {
        return List.of(
                new ListCommand(),
                new ShowCommand(),
                new CardCommand(),
                new ImportCommand(),
                new ExportCommand(),
                new RunCommand(),
                new SuiteCommand(),
                new LinkCommand(),
                new PublishCommand(),
                new WatchCommand());
    }

    public static void main(String[] arguments) {
        // Jitsi's libraries log by java.util.logging, and tell each of their starts.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        PrintWriter out = new PrintWriter(System.out, true, UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, UTF_8);
        // Whatever threads a library left behind, the process ends with the code that was decided on.
        System.exit(execute(out, err, arguments));
    }

    /** Runs one command line in this process and tells its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Netsim());
        commands().forEach(line::addSubcommand);
        line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, given) -> onWrongUsage(wrong));
        line.setExecutionExceptionHandler((failure, command, parsed) -> onFailure(failure, command));
        int code = line.execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static int onWrongUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage()).replace(System.lineSeparator(), " ");
        command.getErr().println(name + ": " + message + " (see ./" + name + " --help)");
        return ExitCode.USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof BadInput wrong) {
            wrong.problems().forEach(problem -> command.getErr().println(name + ": " + problem));
            return ExitCode.USAGE;
        }
        command.getErr().println(name + ": this is a bug of ours: " + failure);
        failure.printStackTrace(command.getErr());
        return ExitCode.INTERNAL;
    }

    @Override
    public void run() {
        CommandSpec self = Objects.requireNonNull(spec);
        throw new ParameterException(
                self.commandLine(),
                "a command is missing: " + String.join(", ", self.subcommands().keySet()));
    }
}
