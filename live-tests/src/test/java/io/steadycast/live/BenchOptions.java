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
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Confined to its command's thread. The options that all commands with real browsers have, and how they read what is wrong with others: one line that names the option, its value and what is legal.
 */
public final class BenchOptions {
    static final List<String> BROWSERS = List.of("chromium", "firefox");
    static final List<String> POLICIES = List.of("adaptive", "nack-only", "nack-fixed-delay", "fixed");

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            description = "How long is measured, of each run, as 90s or 30m (default ${DEFAULT-VALUE}).")
    private String duration;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "All that is drawn comes from it (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with figures and plots there.")
    private @Nullable Path html;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    /** {@code duration}: what it is unless told. */
    public BenchOptions(String duration) {
        this.duration = duration;
    }

    /** Runs a command as {@code name} and answers with its exit status; wrong usage is one line and status 2. */
    public static int execute(String name, Object command, String[] arguments) {
        // Jitsi's libraries log by java.util.logging, and tell each of their starts.
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        CommandLine line = new CommandLine(command);
        line.setParameterExceptionHandler((wrong, given) -> {
            System.err.println(name + ": " + wrong.getMessage());
            return 2;
        });
        return line.execute(arguments);
    }

    /** As it was given, or as it is unless told. */
    public String duration() {
        return duration;
    }

    /** Refuses more than {@code mostS}. */
    public int durationS(int mostS) {
        return seconds("--duration", duration, mostS);
    }

    public long seed() {
        return seed;
    }

    /** The file for figures; refused where it cannot be written. */
    public @Nullable Path json() {
        return writable("--json", json);
    }

    /** The same for a page. */
    public @Nullable Path html() {
        return writable("--html", html);
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

    public void oneOf(String option, String value, List<String> legal) {
        if (!legal.contains(value)) {
            throw wrong(option + " " + value + ": legal are " + String.join(", ", legal));
        }
    }

    /** Refuses what is not 1 to {@code most}. */
    public int whole(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong(option + " " + value + ": must be 1 to " + most);
        }
        return value;
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

    private @Nullable Path writable(String option, @Nullable Path file) {
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file != null && (folder == null || !Files.isWritable(folder) || Files.isDirectory(file))) {
            throw wrong(option + " " + file + ": cannot be written");
        }
        return file;
    }

    public ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
