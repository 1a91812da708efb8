package io.steadycast.netsim.trace;

import java.util.List;

/**
 * Delivery opportunities of mahimahi's mm-link: whole milliseconds, ascending, each one lets up to 1500 bytes of IP packets go. The last stamp is the period after which
 * the list begins anew.
 */
final class MahimahiFormat {
    private static final int GRANT_BYTES = 1500;
    private static final Range STAMP_MS = new Range(0, TraceLimits.MAX_DURATION_NS / 1e6, "ms");

    private MahimahiFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        List<TraceText.Line> lines = text.lines();
        long[] atNs = new long[lines.size()];
        long lastMs = 0;
        for (int i = 0; i < atNs.length; i++) {
            TraceText.Line line = lines.get(i);
            long ms = text.integer(line.number(), "stamp", line.text(), STAMP_MS);
            if (ms < lastMs) {
                throw text.at(line.number(), "stamp", line.text(), "not before the line above, " + lastMs);
            }
            lastMs = ms;
            atNs[i] = ms * 1_000_000;
        }
        if (lastMs == 0) {
            throw text.at(lines.getLast().number(), "last stamp", "0", "above 0, it is the period of the loop");
        }
        return new TraceBuilder(text, TraceFormat.MAHIMAHI, options.directionOr(byName(text.file())))
                .opportunities(new Opportunities(atNs, atNs[atNs.length - 1], GRANT_BYTES))
                .build();
    }

    private static TraceDirection byName(String file) {
        if (file.endsWith(".up")) {
            return TraceDirection.UP;
        }
        return file.endsWith(".down") ? TraceDirection.DOWN : TraceDirection.UNKNOWN;
    }
}
