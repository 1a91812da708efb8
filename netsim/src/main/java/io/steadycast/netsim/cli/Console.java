package io.steadycast.netsim.cli;

import io.steadycast.netsim.report.Colours;
import io.steadycast.netsim.scenario.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** Any thread. Progress of a plan on standard error: one line that changes on a terminal, a line for each tenth elsewhere. */
final class Console implements Progress {
    private static final long REPAINT_NS = 200_000_000L;
    private static final int WIDTH = 24;

    private final PrintWriter err;
    private final boolean terminal;
    private final long startedNs = System.nanoTime();
    private long paintedNs;
    private int toldTenths;

    Console(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /** Whether somebody looks at this process's output. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 went back to null without a terminal
    static boolean isTerminal() {
        java.io.Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** https://no-color.org */
    static Colours colours() {
        String no = System.getenv("NO_COLOR");
        return isTerminal() && (no == null || no.isEmpty()) ? Colours.ON : Colours.OFF;
    }

    @Override
    public synchronized void onRun(int done, int total, String what) {
        long nowNs = System.nanoTime();
        if (terminal && (done == total || nowNs - paintedNs > REPAINT_NS)) {
            paintedNs = nowNs;
            int filled = WIDTH * done / total;
            String bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
            err.print(String.format(
                    Locale.ROOT,
                    "\r\u001B[2K[%s] %d of %d runs, %s left, %s",
                    bar,
                    done,
                    total,
                    left(nowNs, done, total),
                    what));
            if (done == total) {
                err.print("\r\u001B[2K");
            }
            err.flush();
        } else if (!terminal && 10 * done / total > toldTenths) {
            toldTenths = 10 * done / total;
            err.println(done + " of " + total + " runs, " + left(nowNs, done, total) + " left");
            err.flush();
        }
    }

    private String left(long nowNs, int done, int total) {
        double seconds = (nowNs - startedNs) / 1e9 / done * (total - done);
        return seconds < 90
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
}
