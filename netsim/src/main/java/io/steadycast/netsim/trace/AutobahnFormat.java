package io.steadycast.netsim.trace;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Starlink on the Autobahn: both directions measured at the same time, one row a second. Time between runs is cut out. */
final class AutobahnFormat {
    private static final DateTimeFormatter STAMP = new DateTimeFormatterBuilder()
            .appendPattern("yyyy-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final long MAX_HOLD_NS = 2 * Ns.SECOND;

    private AutobahnFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        TraceDirection direction = options.directionOr(TraceDirection.DOWN);
        boolean up = direction == TraceDirection.UP;
        CsvTable table = new CsvTable(text, ",");
        String valueName = up ? "upload" : "download";
        String stampName = up ? "timestamp_start_ul" : "timestamp_start_dl";
        int value = table.column(valueName);
        int stamp = table.column(stampName);
        TraceBuilder trace = new TraceBuilder(text, TraceFormat.AUTOBAHN, direction);
        Steps.Builder rateBps = new Steps.Builder();
        long cutNs = 0;
        for (int i = 0; i < table.count(); i++) {
            CsvTable.Row row = table.row(i);
            long nextNs = i + 1 < table.count() ? stampNs(table.row(i + 1), stamp, stampName) : Long.MAX_VALUE;
            long lengthNs = Math.min(nextNs - stampNs(row, stamp, stampName), Ns.SECOND + Ns.SECOND / 2);
            if (lengthNs < 0) {
                throw row.text().at(row.line() + 1, stampName, "earlier", "not before the row above");
            }
            rateBps.add(row.number(value, valueName, Range.RATE_MBPS) * 1e6, Math.min(lengthNs, Ns.SECOND));
            long gapNs = nextNs == Long.MAX_VALUE ? 0 : nextNs - stampNs(row, stamp, stampName) - Ns.SECOND;
            if (gapNs > MAX_HOLD_NS) {
                cutNs += gapNs;
                trace.mark(rateBps.endNs(), Mark.Kind.SEAM);
            }
        }
        return trace.rateBps(rateBps.build())
                .note(cutNs / Ns.SECOND + " s between runs cut out")
                .build();
    }

    private static long stampNs(CsvTable.Row row, int column, String name) {
        String value = row.cell(column, name);
        try {
            LocalDateTime time = LocalDateTime.parse(value, STAMP);
            return ChronoUnit.NANOS.between(EPOCH, time);
        } catch (DateTimeParseException e) {
            throw row.text().at(row.line(), name, value, "YYYY-MM-DD hh:mm:ss.fraction");
        }
    }
}
