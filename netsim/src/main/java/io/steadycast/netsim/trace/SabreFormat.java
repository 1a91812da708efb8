package io.steadycast.netsim.trace;

/** Logs as the player simulator Sabre takes them: steps of TCP goodput on the downlink. */
final class SabreFormat {
    private SabreFormat() {}

    static Trace read(TraceText text, TraceOptions options) {
        Json.Arr steps = JsonFields.array(text, "JSON", Json.parse(text));
        Steps.Builder rateBps = new Steps.Builder();
        for (int i = 0; i < steps.items().size(); i++) {
            JsonFields step = JsonFields.of(text, "[" + i + "]", steps.items().get(i));
            double durationMs = step.number("duration_ms", Range.DURATION_MS);
            rateBps.add(step.number("bandwidth_kbps", Range.RATE_KBPS) * 1e3, Ns.ofMs(durationMs));
            if (rateBps.endNs() > TraceLimits.MAX_DURATION_NS) {
                throw text.at(step.line(), step.key("duration_ms"), durationMs + "", "up to 7 days in sum");
            }
        }
        if (rateBps.count() == 0) {
            throw text.at(steps.line(), "duration_ms", "0 in sum", "above 0");
        }
        return new TraceBuilder(text, TraceFormat.SABRE, options.directionOr(TraceDirection.DOWN))
                .rateBps(rateBps.build())
                .note("latency_ms is a constant of the packager, not a measurement: ignored")
                .build();
    }
}
