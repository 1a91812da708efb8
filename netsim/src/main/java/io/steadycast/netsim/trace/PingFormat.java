package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Series of round trips: two of Starlink, one of 5G cars. */
final class PingFormat {
    /** A gap this many times the usual spacing of probes means that replies were lost. */
    private static final int LOST_AFTER_SPACINGS = 6;

    private static final Range STAMP_S = new Range(0, 1e10, "s");
    private static final Range STAMP_NS = new Range(0, 9.2e18, "ns");
    private static final Range STAMP_MS = new Range(0, 1e13, "ms");
    private static final Range RTT_OR_LOST = new Range(-1, TraceLimits.MAX_DELAY_MS, "ms, -1 = lost");

    private PingFormat() {}

    /** {@code unix_time_s sequence rtt_ms}: a probe without reply has -1. */
    static Trace readStarlink(TraceText text, TraceOptions options) {
        Probes probes = new Probes(text);
        for (TraceText.Line line : text.lines()) {
            String[] cells = line.text().split("\\s+", -1);
            if (cells.length != 3) {
                throw text.at(line.number(), "columns", cells.length + "", "3: unix_time_s sequence rtt_ms");
            }
            long atNs = Ns.ofSeconds(text.number(line.number(), "unix_time_s", cells[0], STAMP_S));
            double rttMs = text.number(line.number(), "rtt_ms", cells[2], RTT_OR_LOST);
            if (rttMs < 0 && rttMs != -1) {
                throw text.at(line.number(), "rtt_ms", cells[2], RTT_OR_LOST.toString());
            }
            probes.add(line.number(), atNs, rttMs);
        }
        return probes.trace(TraceFormat.STARLINK_PING, options).lossKnown().build();
    }

    /** {@code unix_time_ns,rtt_ms}: a probe without reply has no row. */
    static Trace readLeo(TraceText text, TraceOptions options) {
        Probes probes = new Probes(text);
        for (TraceText.Line line : text.lines()) {
            String[] cells = line.text().split(",", -1);
            if (cells.length != 2) {
                throw text.at(line.number(), "columns", cells.length + "", "2: unix_time_ns,rtt_ms");
            }
            long atNs = text.integer(line.number(), "unix_time_ns", cells[0].strip(), STAMP_NS);
            probes.add(line.number(), atNs, text.number(line.number(), "rtt_ms", cells[1], Range.DELAY_MS));
        }
        return probes.lostInGaps(probes.trace(TraceFormat.LEO, options))
                .lossKnown()
                .build();
    }

    /** Messages through a broker over TCP: a stall shows as one long delay and a drain, never as loss. */
    static Trace readCicv5g(TraceText text, TraceOptions options) {
        CsvTable table = new CsvTable(text, "\\s+");
        int stamp = table.column("pub_time(ms)");
        int delay = table.column("delay(ms)");
        Probes probes = new Probes(text);
        for (int i = 0; i < table.count(); i++) {
            CsvTable.Row row = table.row(i);
            double atMs = row.number(stamp, "pub_time(ms)", STAMP_MS);
            probes.add(row.line(), Ns.ofMs(atMs), row.number(delay, "delay(ms)", Range.DELAY_MS));
        }
        return probes.trace(TraceFormat.CICV5G, options)
                .note("round trips through a broker that keeps the order: stalls, never loss")
                .build();
    }

    /** Confined to one read. Stamps from the first probe on. */
    private static final class Probes {
        private final TraceText text;
        private long[] atNs = new long[1024];
        private double[] rttMs = new double[1024];
        private int count;
        private long firstNs;

        private Probes(TraceText text) {
            this.text = text;
        }

        private void add(int line, long stampNs, double rtt) {
            if (count == atNs.length) {
                atNs = Arrays.copyOf(atNs, count * 2);
                rttMs = Arrays.copyOf(rttMs, count * 2);
            }
            firstNs = count == 0 ? stampNs : firstNs;
            long since = stampNs - firstNs;
            long before = count == 0 ? 0 : atNs[count - 1];
            if (since < before || since > TraceLimits.MAX_DURATION_NS) {
                throw text.at(line, "time stamp", stampNs + " ns", "not before the row above, within 7 days");
            }
            atNs[count] = since;
            rttMs[count++] = rtt;
        }

        private long spacingNs() {
            long[] spacing = new long[Math.max(1, count - 1)];
            for (int i = 1; i < count; i++) {
                spacing[i - 1] = atNs[i] - atNs[i - 1];
            }
            Arrays.sort(spacing);
            return Math.max(1, spacing[spacing.length / 2]);
        }

        private TraceBuilder trace(TraceFormat format, TraceOptions options) {
            TraceBuilder trace = new TraceBuilder(text, format, options.directionOr(TraceDirection.ROUND_TRIP));
            long spacingNs = spacingNs();
            Steps.Builder steps = new Steps.Builder();
            double last = firstAnswer();
            for (int i = 0; i < count; i++) {
                long endNs = i + 1 < count ? atNs[i + 1] : atNs[i] + spacingNs;
                last = rttMs[i] < 0 ? last : rttMs[i];
                steps.add(last, endNs - atNs[i]);
                if (rttMs[i] < 0 && endNs > atNs[i]) {
                    trace.lost(atNs[i], Math.min(endNs, atNs[i] + spacingNs));
                }
            }
            return trace.rttMs(steps.build());
        }

        private double firstAnswer() {
            return Arrays.stream(rttMs, 0, count)
                    .filter(rtt -> rtt >= 0)
                    .findFirst()
                    .orElseThrow(() -> new BadInput(text.file() + ": no probe was answered"));
        }

        private TraceBuilder lostInGaps(TraceBuilder trace) {
            long spacingNs = spacingNs();
            List<long[]> gaps = new ArrayList<>();
            for (int i = 1; i < count; i++) {
                if (atNs[i] - atNs[i - 1] > LOST_AFTER_SPACINGS * spacingNs) {
                    gaps.add(new long[] {atNs[i - 1] + spacingNs, atNs[i]});
                }
            }
            gaps.forEach(gap -> trace.lost(gap[0], gap[1]));
            return trace.note(String.format(
                    Locale.ROOT,
                    "absent rows: %d gaps longer than %d spacings of %.1f ms taken as loss",
                    gaps.size(),
                    LOST_AFTER_SPACINGS,
                    spacingNs / 1e6));
        }
    }
}
