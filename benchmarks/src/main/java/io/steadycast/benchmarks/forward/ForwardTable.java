package io.steadycast.benchmarks.forward;

import java.io.PrintWriter;
import java.util.Locale;

/** Confined to its run. The terminal's view: a line for each measurement as it comes, then what follows from them. */
final class ForwardTable {
    private final PrintWriter out;

    ForwardTable(PrintWriter out) {
        this.out = out;
    }

    void head() {
        out.printf(
                "%-12s %5s %7s %9s %8s %6s %6s %7s %7s %7s %7s %7s %6s %12s%n",
                "server",
                "hosts",
                "viewers",
                "us/packet",
                "loss %",
                "server",
                "gener.",
                "P50 ms",
                "P99",
                "P99.9",
                "max",
                "hiccup",
                "RSS MB",
                "GC pauses ms");
        out.flush();
    }

    void row(Row row) {
        out.printf(
                Locale.ROOT,
                "%-12s %5d %7d %9.2f %8.3f %6.2f %6.2f %7.2f %7.2f %7.2f %7.1f %7.2f %6.0f %12s%s%n",
                row.server(),
                row.publishers(),
                row.viewers(),
                row.costUs(),
                100 * row.packets().loss(),
                row.serverCores(),
                row.generatorCores(),
                row.latency().p50Ms(),
                row.latency().p99Ms(),
                row.latency().p999Ms(),
                row.latency().maxMs(),
                row.hiccupP999Ms(),
                row.residentBytes() / 1e6,
                row.pauses().count() == 0
                        ? "none"
                        : "%d <= %.2f"
                                .formatted(row.pauses().count(), row.pauses().longestMs()),
                notes(row));
        out.flush();
    }

    private static String notes(Row row) {
        String text = row.generatorLimited() ? "  " + row.note() : "";
        if (row.packets().serverDrops() > 0) {
            text += "  server's sockets lost " + row.packets().serverDrops();
        }
        if (row.packets().others() > row.packets().delivered() / 100) {
            text += "  and %.0f %% of other packets"
                    .formatted(100.0 * row.packets().others() / row.packets().delivered());
        }
        return text;
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }
}
