package io.steadycast.netsim.trace;

import io.steadycast.netsim.BadInput;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * G-NetTrack logs of the UCC 5G data set: wall stamps of whole seconds, some twice, some skipped. Rows in state I (idle) show no capacity and are cut out, and so is time
 * without rows; UL_bitrate is the acknowledgements of the download and never an uplink's capacity.
 */
final class UccFormat {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy.MM.dd_HH.mm.ss");
    /** The logger skips a second or two when it is busy. */
    private static final long MAX_HOLD_S = 3;

    private UccFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        if (options.direction() == TraceDirection.UP) {
            throw new BadInput(
                    text.file()
                            + ": direction: \"up\" (legal: down; UL_bitrate is mostly acknowledgements, not the uplink's capacity)");
        }
        CsvTable table = new CsvTable(text, ",");
        Rows rows = new Rows(table, new TraceBuilder(text, TraceFormat.UCC, options.directionOr(TraceDirection.DOWN)));
        for (int i = 0; i < table.count(); i++) {
            rows.add(table.row(i));
        }
        return rows.trace(text);
    }

    /** Confined to one read. Gathers the rows of one second before it appends them. */
    private static final class Rows {
        private final TraceBuilder trace;
        private final Steps.Builder rateBps = new Steps.Builder();
        private final int stamp;
        private final int bitrate;
        private final int state;
        private final int cell;
        private final int mode;
        private long second = Long.MIN_VALUE;
        private double sumKbps;
        private int inSecond;
        private long idleRows;
        private long cutSeconds;
        private String lastCell = "";
        private String lastMode = "";

        private Rows(CsvTable table, TraceBuilder trace) {
            this.trace = trace;
            stamp = table.column("Timestamp");
            bitrate = table.column("DL_bitrate");
            state = table.column("State");
            cell = table.column("CellID");
            mode = table.column("NetworkMode");
        }

        private void add(CsvTable.Row row) {
            long at = seconds(row);
            if (at < second) {
                throw row.text().at(row.line(), "Timestamp", row.cell(stamp, "Timestamp"), "not before the row above");
            }
            if (at > second) {
                flush(at - second);
                second = at;
            }
            String download = row.cell(state, "State");
            if (download.equals("D")) {
                sumKbps += row.number(bitrate, "DL_bitrate", Range.RATE_KBPS);
                inSecond++;
            } else if (download.equals("I")) {
                idleRows++;
            } else {
                throw row.text().at(row.line(), "State", download, "D, I");
            }
            marks(row);
        }

        private long seconds(CsvTable.Row row) {
            String value = row.cell(stamp, "Timestamp");
            try {
                return LocalDateTime.parse(value, STAMP).toEpochSecond(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                throw row.text().at(row.line(), "Timestamp", value, "YYYY.MM.DD_hh.mm.ss");
            }
        }

        private void marks(CsvTable.Row row) {
            String nowMode = row.cell(mode, "NetworkMode");
            String nowCell = row.cell(cell, "CellID");
            if (!lastMode.isEmpty() && !nowMode.equals(lastMode)) {
                trace.mark(rateBps.endNs(), Mark.Kind.TECHNOLOGY);
            } else if (!lastCell.isEmpty() && !nowCell.equals(lastCell)) {
                trace.mark(rateBps.endNs(), Mark.Kind.CELL);
            }
            lastMode = nowMode;
            lastCell = nowCell;
        }

        private void flush(long seconds) {
            if (inSecond > 0) {
                long held = Math.min(seconds, MAX_HOLD_S);
                rateBps.add(sumKbps * 1e3 / inSecond, held * Ns.SECOND);
                if (seconds > held) {
                    cutSeconds += seconds - held;
                    trace.mark(rateBps.endNs(), Mark.Kind.SEAM);
                }
            }
            sumKbps = 0;
            inSecond = 0;
        }

        private Trace trace(TraceText text) {
            flush(1);
            if (rateBps.count() == 0) {
                throw text.at(0, "State", "I in every row", "at least one row in state D");
            }
            return trace.rateBps(rateBps.build())
                    .note(idleRows + " idle rows cut out; " + cutSeconds + " s without rows cut out")
                    .note("UL_bitrate ignored: acknowledgements of the download")
                    .build();
        }
    }
}
