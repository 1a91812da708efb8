package io.steadycast.netsim.cli;

import io.steadycast.netsim.emulate.EmulationReport;
import io.steadycast.netsim.emulate.Emulator;
import io.steadycast.netsim.emulate.EmulatorState;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The command's thread and the one that a signal starts. What a person at the terminal sees of an emulator, and its report. */
final class LinkRun {
    private static final long STATUS_MS = 1_000;
    /** Where nobody looks at one line that changes, such as a log. */
    private static final long LOG_EVERY = 10;

    private final Emulator emulator;
    private final String reproduce;
    private final @Nullable OutputFile file;
    private final PrintWriter out;
    private final boolean terminal = isTerminal(System.console());
    private final Instant from = Instant.now();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final StatusLine status = new StatusLine();

    LinkRun(Emulator emulator, String reproduce, @Nullable OutputFile file, PrintWriter out) {
        this.emulator = emulator;
        this.reproduce = reproduce;
        this.file = file;
        this.out = out;
    }

    private static boolean isTerminal(@Nullable Console console) {
        return console != null && console.isTerminal();
    }

    String report() {
        return EmulationReport.of(emulator, from, reproduce).json();
    }

    /** @param page where the control is, if there is one */
    void announce(String ways, @Nullable String page) {
        EmulatorState state = emulator.state();
        String left = state.autoOffLeftNs() < 0
                ? "until it is turned off"
                : "for " + TimeUnit.NANOSECONDS.toSeconds(state.autoOffLeftNs()) + " s";
        String loud = "IMPAIRMENT ACTIVE " + left + ": " + state.profiles();
        out.println(terminal ? "\u001b[1;97;41m " + loud + " \u001b[0m" : loud);
        out.println("reproduce with: " + reproduce);
        out.println("ready udp " + ways + (page == null ? "" : " control " + page));
        out.flush();
    }

    /** Shows the state until the time is over, or until a signal; that one also ends the process. */
    void await(long forNs) throws InterruptedException, IOException {
        CountDownLatch never = new CountDownLatch(1);
        Thread onSignal = new Thread(this::endBySignal, "link-shutdown");
        Runtime.getRuntime().addShutdownHook(onSignal);
        long startNs = System.nanoTime();
        for (long lines = 1; System.nanoTime() - startNs < forNs; lines++) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(forNs - (System.nanoTime() - startNs));
            if (never.await(Math.clamp(leftMs, 1, STATUS_MS), TimeUnit.MILLISECONDS) || finished.get()) {
                break;
            }
            show(lines);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyEnding) {
            // The signal's thread does the rest.
            new CountDownLatch(1).await();
        }
        finish();
    }

    private void show(long lines) {
        if (!terminal && lines % LOG_EVERY != 0) {
            return;
        }
        String text = status.text(emulator.state());
        if (terminal) {
            out.print("\r\u001b[K" + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    private void endBySignal() {
        int code = ExitCode.OK;
        try {
            finish();
        } catch (IOException | RuntimeException failed) {
            out.println("the report could not be written: " + failed.getMessage());
            code = ExitCode.INTERNAL;
        }
        out.flush();
        Runtime.getRuntime().halt(code);
    }

    private void finish() throws IOException {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        EmulationReport report = EmulationReport.of(emulator, from, reproduce);
        if (terminal) {
            out.println();
        }
        out.println(status.summary(report.state()));
        if (file != null) {
            Files.writeString(file.path(), report.json());
            file.commit();
        }
        emulator.close();
        out.println("impairment ended");
        out.flush();
    }
}
