package io.steadycast.netsim.cli;

import io.steadycast.netsim.client.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.json.JsonMapper;

/** Confined to its command. What {@code publish} and {@code watch} have in common: options, a progress line, Ctrl-C, the report. */
final class ClientOptions {
    private static final long GOODBYE_TIMEOUT_S = 20;
    private static final JsonMapper JSON = new JsonMapper();

    @Option(names = "--token", paramLabel = "JWT", description = "Bearer token for a server that asks for one.")
    private @Nullable String token;

    @Option(
            names = "--duration",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End after this time, for example 60s; without it on Ctrl-C.")
    private @Nullable Duration duration;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report there.")
    private @Nullable Path json;

    /** What is run. */
    interface Work {
        Outcome run(Consumer<String> eachSecond) throws InterruptedException;
    }

    Optional<String> token() {
        return Optional.ofNullable(token);
    }

    Optional<Duration> duration() {
        return Optional.ofNullable(duration);
    }

    static URI http(CommandSpec spec, String option, URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + url + ": must be an absolute http or https URL, as http://127.0.0.1:8080/whep/ROOM");
        }
        return url;
    }

    static void range(CommandSpec spec, String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new ParameterException(spec.commandLine(), option + " " + value + ": must be 1 to " + max);
        }
    }

    /** Runs until it is over or the user ends it; either way sessions are ended properly and the report is written. */
    int run(CommandSpec spec, Runnable stop, Work work) throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = Thread.ofPlatform().unstarted(() -> {
            stop.run();
            awaitQuietly(done);
        });
        OutputFile file = json == null ? null : OutputFile.open("--json", json);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Progress progress = new Progress(err);
            Outcome outcome = work.run(progress::show);
            progress.end();
            if (file != null && outcome.begun() > 0) {
                Files.writeString(
                        file.path(), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(outcome.report()) + "\n");
                file.commit();
            }
            String name = spec.qualifiedName();
            outcome.failures().forEach(line -> err.println(name + ": " + line));
            err.flush();
            if (outcome.begun() == 0 && outcome.failed() > 0) {
                return ExitCode.USAGE;
            }
            return outcome.failures().isEmpty() ? ExitCode.OK : ExitCode.MISSED;
        } finally {
            if (file != null) {
                file.close();
            }
            done.countDown();
            removeQuietly(hook);
        }
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            var _ = done.await(GOODBYE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeQuietly(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is running: that is why we are here.
        }
    }

    /** A line that is written over itself on a terminal, and left out elsewhere. */
    private static final class Progress {
        private final PrintWriter out;
        private final boolean terminal = Console.isTerminal();
        private int longest;

        Progress(PrintWriter out) {
            this.out = out;
        }

        void show(String line) {
            if (terminal) {
                longest = Math.max(longest, line.length());
                out.print("\r" + line + " ".repeat(longest - line.length()));
                out.flush();
            }
        }

        void end() {
            if (longest > 0) {
                out.println();
            }
        }
    }
}
