package io.steadycast.benchmarks;

import io.steadycast.benchmarks.controller.ControllerCommand;
import io.steadycast.benchmarks.forward.ForwardCommand;
import io.steadycast.benchmarks.sockets.SocketsCommand;
import io.steadycast.benchmarks.srtp.SrtpCommand;
import io.steadycast.benchmarks.start.StartCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmarks. */
@Command(
        name = "steadycast bench",
        description = "Measures what things cost.",
        mixinStandardHelpOptions = true,
        version = "steadycast bench 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ControllerCommand.class,
            ForwardCommand.class,
            SocketsCommand.class,
            SrtpCommand.class,
            StartCommand.class
        })
public final class Bench {
    @SuppressWarnings("UnusedMethod")
    Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
