package io.steadycast.netsim.profile;

import io.steadycast.netsim.trace.Missing;
import io.steadycast.netsim.trace.Steps;
import io.steadycast.netsim.trace.Trace;
import io.steadycast.netsim.trace.TraceDirection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a profile around a trace: the rate is referred to, the round trip is fitted, and what the trace does not say is said to be a default. */
public final class TraceProfile {
    private static final long BIN_NS = 100_000_000L;
    private static final int DEFAULT_RTT_MS = 50;
    private static final int DEFAULT_QUEUE_MS = 300;

    private TraceProfile() {}

    /** The text of a profile file, which is to lie where {@code reference} leads to the trace from. */
    public static String text(Trace trace, Path reference) {
        StringBuilder text = new StringBuilder();
        text.append("name = ").append(name(reference)).append('\n');
        text.append("title = ")
                .append(quoted("imported from " + trace.format().id()))
                .append('\n');
        text.append("source = ").append(quoted(reference.toString())).append('\n');
        text.append("notes = [\n");
        notes(trace).forEach(note -> text.append("  ").append(quoted(note)).append('\n'));
        text.append("]\n\n");
        delay(text, trace);
        boolean up = trace.direction() == TraceDirection.UP;
        List<String> own = direction(trace, reference);
        if (!own.isEmpty()) {
            text.append(up ? "up {\n" : "down {\n");
            own.forEach(line -> text.append("  ").append(line).append('\n'));
            text.append("}\n");
        }
        return text.toString();
    }

    /** The profile itself. */
    public static Profile of(Trace trace, Path file) {
        Path absolute = file.toAbsolutePath();
        String text = text(trace, absolute);
        return ProfileFile.parse(file.toString(), text, absolute.getParent()).at(Severity.P50);
    }

    private static String name(Path file) {
        String plain = String.valueOf(file.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String bounded = plain.length() > 60 ? plain.substring(0, 60) : plain;
        return bounded.isEmpty() ? "trace" : bounded;
    }

    private static List<String> notes(Trace trace) {
        List<String> notes = new ArrayList<>(trace.notes());
        for (Missing missing : Missing.values()) {
            if (trace.missing().contains(missing)) {
                notes.add("not in the trace: " + missing.description());
            }
        }
        if (trace.direction() == TraceDirection.UNKNOWN) {
            notes.add("the trace does not say its direction: taken as down");
        }
        if (trace.direction() == TraceDirection.ROUND_TRIP && !trace.lost().isEmpty()) {
            notes.add("losses of round trips are taken as losses on the way down");
        }
        return notes;
    }

    private static void delay(StringBuilder text, Trace trace) {
        Steps rtt = trace.rttMs();
        if (rtt == null) {
            text.append("base { rtt_ms = ").append(DEFAULT_RTT_MS).append(" } # a default, the trace has none\n");
            return;
        }
        double baseMs = rtt.quantile(0.02);
        double p50Ms = Math.max(0.1, rtt.quantile(0.5) - baseMs) / 2;
        double p95Ms = Math.max(2 * p50Ms, rtt.quantile(0.95) - baseMs) / 2;
        text.append("base { rtt_ms = ")
                .append(Bounds.shortly(baseMs))
                .append(" } # 2nd percentile of the round trips\n");
        text.append("both { excess { lognormal { p50_ms = ")
                .append(Words.plain(round(p50Ms)))
                .append(", p95_ms = ")
                .append(Words.plain(round(Math.max(p50Ms, p95Ms))))
                .append(", tau_ms = ")
                .append(Math.round(tauMs(rtt, baseMs)))
                .append(" } } } # half of the rest each way\n");
    }

    private static double round(double ms) {
        return Math.max(0.01, Math.rint(ms * 100) / 100);
    }

    /** From the correlation of neighbouring tenths of a second. */
    private static double tauMs(Steps rtt, double baseMs) {
        if (rtt.durationNs() < 10 * BIN_NS) {
            return BIN_NS / 1e6;
        }
        int bins = (int) (rtt.durationNs() / BIN_NS);
        double[] excess = new double[bins];
        double mean = 0;
        for (int i = 0; i < bins; i++) {
            excess[i] = StrictMath.log(Math.max(0.1, rtt.at(i * BIN_NS) - baseMs));
            mean += excess[i] / bins;
        }
        double variance = 0;
        double covariance = 0;
        for (int i = 1; i < bins; i++) {
            variance += (excess[i] - mean) * (excess[i] - mean);
            covariance += (excess[i] - mean) * (excess[i - 1] - mean);
        }
        double rho = variance == 0 ? 0 : Math.clamp(covariance / variance, 0.001, 0.99);
        return rho == 0 ? BIN_NS / 1e6 : Math.clamp(-BIN_NS / 1e6 / StrictMath.log(rho), 10, 10_000);
    }

    private static List<String> direction(Trace trace, Path reference) {
        String options = "file = " + quoted(reference.toString()) + ", format = "
                + trace.format().id()
                + (trace.direction() == TraceDirection.UP || trace.direction() == TraceDirection.DOWN
                        ? ", direction = " + trace.direction().id()
                        : "");
        List<String> lines = new ArrayList<>();
        if (!trace.missing().contains(Missing.RATE)) {
            lines.add("rate { trace { " + options + " } }");
            lines.add("queue { ms = " + DEFAULT_QUEUE_MS + " } # a default, no trace tells it");
        }
        if (trace.lossFraction() != null || !trace.lost().isEmpty()) {
            lines.add("loss { trace { " + options + " } }");
        }
        return lines;
    }

    private static String quoted(String text) {
        String plain = text.length() > 380 ? text.substring(0, 380) : text;
        return '"' + plain.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
