package io.steadycast.netsim.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code iperf3 -J}: one interval after the other, with what the receiver got when it wrote the file, otherwise with what the sender handed to its socket. */
final class Iperf3Format {
    private static final Range PERCENT = new Range(0, 100, "%");
    private static final Range SECONDS = new Range(0, TraceLimits.MAX_DURATION_NS / 1e9, "s");

    private Iperf3Format() {}

    static Trace read(TraceText text, TraceOptions options) {
        JsonFields root = JsonFields.root(text);
        Json error = root.field("error");
        if (error != null) {
            throw text.at(error.line(), "error", error.shown(), "a test that ran to its end");
        }
        boolean reverse = reverse(root);
        TraceDirection own = reverse ? TraceDirection.DOWN : TraceDirection.UP;
        TraceDirection wanted = options.directionOr(own);
        String sum = wanted != own && both(root) ? "sum_bidir_reverse" : "sum";
        Sums sums = new Sums(text, sum);
        List<Json> intervals = root.array("intervals").items();
        for (int i = 0; i < intervals.size(); i++) {
            sums.add(JsonFields.of(text, "intervals[" + i + "]", intervals.get(i)));
        }
        return sums.trace(text, wanted, sum.equals("sum") ? reverse : !reverse);
    }

    private static boolean reverse(JsonFields root) {
        return root.has("start")
                && root.fields("start").has("test_start")
                && root.fields("start").fields("test_start").flag("reverse");
    }

    private static boolean both(JsonFields root) {
        Json first = root.array("intervals").items().getFirst();
        return first instanceof Json.Obj interval && interval.field("sum_bidir_reverse") != null;
    }

    /** Confined to one read. */
    private static final class Sums {
        private final TraceText text;
        private final String sumName;
        private final Steps.Builder rateBps = new Steps.Builder();
        private final Steps.Builder lossFraction = new Steps.Builder();
        private boolean lossSeen;
        private int omitted;

        private Sums(TraceText text, String sumName) {
            this.text = text;
            this.sumName = sumName;
        }

        private void add(JsonFields interval) {
            JsonFields sum = interval.fields(sumName);
            if (sum.flag("omitted")) {
                omitted++;
                return;
            }
            long lengthNs = Ns.ofSeconds(sum.number("seconds", SECONDS));
            rateBps.add(sum.number("bits_per_second", Range.RATE_BPS), lengthNs);
            lossSeen |= sum.has("lost_percent");
            lossFraction.add(sum.numberOr("lost_percent", 0, PERCENT) / 100, lengthNs);
            if (rateBps.endNs() > TraceLimits.MAX_DURATION_NS) {
                throw text.at(sum.line(), sum.key("seconds"), "more", "up to 7 days in sum");
            }
        }

        private Trace trace(TraceText file, TraceDirection direction, boolean atReceiver) {
            if (rateBps.count() == 0) {
                throw file.missing(0, "intervals", "at least one that is not omitted and has a length");
            }
            TraceBuilder trace = new TraceBuilder(file, TraceFormat.IPERF3, direction).rateBps(rateBps.build());
            @Nullable Steps burst = null;
            if (lossSeen) {
                trace.loss(lossFraction.build(), burst);
            }
            if (omitted > 0) {
                trace.note(omitted + " omitted intervals left out");
            }
            return trace.note(
                            atReceiver
                                    ? "rates seen by the receiver"
                                    : "rates seen by the sender: its buffers smooth them")
                    .build();
        }
    }
}
