package io.steadycast.netsim.scenario.file;

import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Target;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pure. {@code { metric = stall-200, at-most = 0.5 }}, or {@code { metric = freeze-count, at-most = 0.5, times = B0 }}. */
final class TargetReader {
    private static final double HUGE = 1e12;

    private TargetReader() {}

    static @Nullable Target read(Fields fields) {
        Metric metric = Metric.byKey(fields.text("metric", ""));
        if (metric == null) {
            String legal = Arrays.stream(Metric.values()).map(Metric::key).collect(Collectors.joining(", "));
            fields.problem("metric", "'" + fields.text("metric", "") + "' (legal: " + legal + ")");
        }
        boolean most = fields.has("at-most");
        if (most == fields.has("at-least")) {
            fields.problem(most ? "at-most" : "metric", "one of at-most and at-least is needed");
        }
        double value = most ? fields.number("at-most", 0, -HUGE, HUGE) : fields.number("at-least", 0, -HUGE, HUGE);
        String times = fields.text("times", "");
        String plus = fields.text("more-than", "");
        if (!times.isEmpty() && !plus.isEmpty()) {
            fields.problem("more-than", "not together with times");
        }
        fields.end();
        if (metric == null) {
            return null;
        }
        Target.Reference reference = !times.isEmpty()
                ? new Target.Reference.Times(times, value)
                : !plus.isEmpty() ? new Target.Reference.Plus(plus, value) : new Target.Reference.Absolute(value);
        return new Target(metric, most ? Target.Comparison.AT_MOST : Target.Comparison.AT_LEAST, reference);
    }
}
