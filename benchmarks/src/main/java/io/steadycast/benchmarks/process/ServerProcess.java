package io.steadycast.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Any thread. A measured server on its core. It is ended by {@link #close}, and with this process. */
public final class ServerProcess implements AutoCloseable {
    private static final int KEPT_LINES = 40;
    private static final int END_TIMEOUT_S = 10;

    private final Process process;
    private final Thread hook;
    private final Deque<String> said = new ArrayDeque<>();

    private ServerProcess(Process process) {
        this.process = process;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** What is run, and when it counts as started. */
    public record Launch(List<String> command, Path directory, Predicate<String> ready, int timeoutS) {}

    /** Starts it on this core and waits for the line that says it is ready. */
    public static ServerProcess start(int core, Launch launch) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        command.addAll(launch.command());
        ServerProcess server = new ServerProcess(new ProcessBuilder(command)
                .directory(launch.directory().toFile())
                .redirectErrorStream(true)
                .start());
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        Thread.ofVirtual().name("server-output").start(() -> server.read(launch.ready(), ready));
        try {
            if (ready.get(launch.timeoutS(), TimeUnit.SECONDS)) {
                return server;
            }
            throw new IOException(launch.command().getFirst() + " ended before it was ready:\n" + server.lastLines());
        } catch (TimeoutException e) {
            server.close();
            throw new IOException(launch.command().getFirst() + " is not ready after " + launch.timeoutS() + " s:\n"
                    + server.lastLines());
        } catch (ExecutionException e) {
            server.close();
            throw new IOException(e.getCause());
        }
    }

    private void read(Predicate<String> isReady, CompletableFuture<Boolean> ready) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                synchronized (said) {
                    said.addLast(line);
                    if (said.size() > KEPT_LINES) {
                        said.removeFirst();
                    }
                }
                if (isReady.test(line)) {
                    ready.complete(true);
                }
                line = lines.readLine();
            }
            ready.complete(false);
        } catch (IOException | UncheckedIOException e) {
            ready.complete(false);
        }
    }

    /** What it wrote last. */
    public String lastLines() {
        synchronized (said) {
            return said.stream().collect(Collectors.joining("\n"));
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The hook runs already.
        }
    }
}
