package io.steadycast.netsim.trace;

import java.util.Locale;

/** Throughput of TCP downloads in New York, one row a second. In the plain files the unit changes from line to line. */
final class NyuFormat {
    private static final int MULTIVARIATE_COLUMNS = 8;

    private NyuFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        Steps.Builder rateBps = new Steps.Builder();
        for (TraceText.Line line : text.lines()) {
            int comma = line.text().indexOf(',');
            if (comma < 0) {
                throw text.at(line.number(), "row", line.text(), "value,unit");
            }
            double factor = factor(text, line, line.text().substring(comma + 1).strip());
            Range range = new Range(0, TraceLimits.MAX_RATE_BPS / factor, "");
            rateBps.add(
                    text.number(line.number(), "value", line.text().substring(0, comma), range) * factor, Ns.SECOND);
        }
        return new TraceBuilder(text, TraceFormat.NYU, options.directionOr(TraceDirection.DOWN))
                .rateBps(rateBps.build())
                .build();
    }

    private static double factor(TraceText text, TraceText.Line line, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "bits/sec" -> 1;
            case "kbits/sec" -> 1e3;
            case "mbits/sec" -> 1e6;
            case "gbits/sec" -> 1e9;
            default -> throw text.at(line.number(), "unit", unit, "bits/sec, Kbits/sec, Mbits/sec, Gbits/sec");
        };
    }

    static Trace readMultivariate(TraceText text, TraceOptions options) {
        Steps.Builder rateBps = new Steps.Builder();
        TraceBuilder trace =
                new TraceBuilder(text, TraceFormat.NYU_MULTIVARIATE, options.directionOr(TraceDirection.DOWN));
        for (TraceText.Line line : text.lines()) {
            String[] columns = line.text().split(",", -1);
            if (columns.length != MULTIVARIATE_COLUMNS) {
                throw text.at(line.number(), "columns", columns.length + "", "" + MULTIVARIATE_COLUMNS);
            }
            if (text.number(line.number(), "column 3 (eNodeB changed)", columns[2], new Range(0, 1, "")) == 1) {
                trace.mark(rateBps.endNs(), Mark.Kind.CELL);
            }
            rateBps.add(
                    text.number(line.number(), "column 1 (throughput)", columns[0], Range.RATE_MBPS) * 1e6, Ns.SECOND);
        }
        return trace.rateBps(rateBps.build()).build();
    }
}
