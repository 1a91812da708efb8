package io.steadycast.live;

import io.steadycast.netsim.cli.Netsim;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What {@code ./steadycast netsim} said: its exit code and the lines on standard error. */
record Cli(int code, List<String> errors) {
    static Cli run(String... arguments) {
        StringWriter errors = new StringWriter();
        int code = Netsim.execute(new PrintWriter(new StringWriter()), new PrintWriter(errors), arguments);
        return new Cli(code, errors.toString().lines().toList());
    }

    /** In a process of its own, as the launcher starts it; both outputs in one. */
    static Process start(String... arguments) throws IOException {
        // A test run that was itself started in the background ignores SIGINT, and so would all that it starts.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "io.steadycast.netsim.cli.Netsim"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
