package io.steadycast.live;

import io.steadycast.netsim.BadInput;
import io.steadycast.netsim.cli.NamedPaths;
import io.steadycast.netsim.emulate.NamedPath;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.suite.Suites;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Stateless. What the commands that watch in real browsers read alike from their options; whatever is wrong names the option, its value and what is legal.
 *
 * @param spec of the command that asks
 */
record BenchOptions(CommandSpec spec) {
    static final List<String> BROWSERS = List.of("chromium", "firefox");
    static final List<String> POLICIES = List.of("adaptive", "nack-only", "nack-fixed-delay", "fixed");

    /** Runs a command as {@code name} and answers with its exit status; wrong usage is one line and status 2. */
    static int execute(String name, Object command, String[] arguments) {
        CommandLine line = new CommandLine(command);
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println(name + ": " + wrong.getMessage());
            return 2;
        });
        return line.execute(arguments);
    }

    /** Conditions of the targets by their names, and profiles by theirs. */
    List<NamedPath> paths(String option, List<String> names) {
        List<Scenario> all = Suites.byName("targets", NamedPaths.INSTANCE, null).scenarios();
        List<NamedPath> paths = new ArrayList<>();
        for (String name : names) {
            all.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(
                            one -> paths.add(new NamedPath(
                                    name, one.cast().viewers().getFirst().path().spec())),
                            () -> paths.add(profile(option, name)));
        }
        return paths;
    }

    private NamedPath profile(String option, String name) {
        try {
            return new NamedPath(name, NamedPaths.INSTANCE.profile(name).spec());
        } catch (BadInput wrong) {
            throw wrong(option + " " + name + ": no condition T1 to T12 of docs/netsim/targets.md, and "
                    + wrong.getMessage());
        }
    }

    void oneOf(String option, String value, List<String> legal) {
        if (!legal.contains(value)) {
            throw wrong(option + " " + value + ": legal are " + String.join(", ", legal));
        }
    }

    int whole(String option, String value, int most) {
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw wrong(option + " " + value + ": must be 1 to " + most);
        }
        return Integer.parseInt(value);
    }

    /** A time as {@code 20s} or {@code 30m}, in seconds from 1 to {@code most}. */
    int seconds(String option, String value, int most) {
        int unit = value.endsWith("m") ? 60 : 1;
        String digits = value.replaceFirst("[sm]$", "");
        if (!digits.matches("\\d{1,6}")
                || unit * Integer.parseInt(digits) < 1
                || unit * Integer.parseInt(digits) > most) {
            throw wrong(option + " " + value + ": must be 1s to " + most + "s (or in minutes, as 30m)");
        }
        return unit * Integer.parseInt(digits);
    }

    void requireWritable(String option, @Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(file))) {
            throw wrong(option + " " + file + ": cannot be written");
        }
    }

    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
