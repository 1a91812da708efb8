package io.steadycast.netsim.trace;

import java.util.List;

/** The trace of OpenNetLab's gym for AlphaRTC: steps, in which a key that is left out keeps the value of the step before. A capacity of 0 is an outage. */
final class AlphaRtcFormat {
    private static final List<String> KEYS = List.of("duration", "capacity", "loss", "rtt", "jitter", "time");

    private AlphaRtcFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        JsonFields root = JsonFields.root(text);
        TraceDirection direction = options.directionOr(
                root.has("uplink") && hasSteps(root, "uplink") ? TraceDirection.UP : TraceDirection.DOWN);
        JsonFields link = root.fields(direction == TraceDirection.DOWN ? "downlink" : "uplink");
        Pattern pattern = new Pattern();
        List<Json> steps = link.array("trace_pattern").items();
        for (int i = 0; i < steps.size(); i++) {
            pattern.add(JsonFields.of(text, link.key("trace_pattern[" + i + "]"), steps.get(i)));
        }
        return pattern.trace(text, direction);
    }

    private static boolean hasSteps(JsonFields root, String link) {
        return root.fields(link).has("trace_pattern");
    }

    /** Confined to one read. Holds the values that a step may leave out. */
    private static final class Pattern {
        private final Steps.Builder rateBps = new Steps.Builder();
        private final Steps.Builder rttMs = new Steps.Builder();
        private final Steps.Builder jitterMs = new Steps.Builder();
        private final Steps.Builder lossFraction = new Steps.Builder();
        private boolean rttSeen;
        private boolean jitterSeen;
        private boolean lossSeen;
        private double durationMs = -1;
        private double capacityKbps = -1;
        private double loss;
        private double rtt;
        private double jitter;

        private void add(JsonFields step) {
            for (String key : step.object().fields().keySet()) {
                if (!KEYS.contains(key)) {
                    throw step.text().at(step.line(), step.key(key), "unknown key", String.join(", ", KEYS));
                }
            }
            if (durationMs < 0 || step.has("duration")) {
                durationMs = step.number("duration", Range.DURATION_MS);
            }
            if (capacityKbps < 0 || step.has("capacity")) {
                capacityKbps = step.number("capacity", Range.RATE_KBPS);
            }
            rttSeen |= step.has("rtt");
            jitterSeen |= step.has("jitter");
            lossSeen |= step.has("loss");
            loss = step.numberOr("loss", loss, Range.FRACTION);
            rtt = step.numberOr("rtt", rtt, Range.DELAY_MS);
            jitter = step.numberOr("jitter", jitter, Range.DELAY_MS);
            append(step);
        }

        private void append(JsonFields step) {
            long lengthNs = Ns.ofMs(durationMs);
            rateBps.add(capacityKbps * 1e3, lengthNs);
            rttMs.add(rtt, lengthNs);
            jitterMs.add(jitter, lengthNs);
            lossFraction.add(loss, lengthNs);
            if (rateBps.endNs() > TraceLimits.MAX_DURATION_NS) {
                throw step.text().at(step.line(), step.key("duration"), durationMs + "", "up to 7 days in sum");
            }
        }

        private Trace trace(TraceText text, TraceDirection direction) {
            if (rateBps.count() == 0) {
                throw text.at(0, "duration", "0 in sum", "above 0");
            }
            TraceBuilder trace = new TraceBuilder(text, TraceFormat.ALPHARTC, direction).rateBps(rateBps.build());
            if (rttSeen) {
                trace.rttMs(rttMs.build());
            }
            if (jitterSeen) {
                trace.jitterMs(jitterMs.build());
            }
            if (lossSeen) {
                trace.loss(lossFraction.build(), null);
            }
            return trace.build();
        }
    }
}
