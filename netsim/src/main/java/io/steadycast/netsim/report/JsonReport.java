package io.steadycast.netsim.report;

import io.steadycast.netsim.endpoint.Gap;
import io.steadycast.netsim.scenario.FirstViewer;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.MetricValues;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Summary;
import io.steadycast.netsim.scenario.Verdict;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pure. The outcome as JSON (docs/netsim/report.md describes it). Equal outcomes give equal bytes: no times of day, no durations of the machine. */
public final class JsonReport {
    /** Grows when a reader of the old form would misread the new one. */
    static final int FORMAT = 1;

    private static final double MS = 1e6;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonReport() {}

    public static void write(Outcome outcome, Path file) {
        MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree(outcome));
    }

    static ObjectNode tree(Outcome outcome) {
        ObjectNode root = NODES.objectNode();
        root.put("format", FORMAT);
        root.put("title", outcome.title());
        root.put("command", outcome.command());
        root.put("targetsMissed", outcome.missed());
        ArrayNode scenarios = root.putArray("scenarios");
        outcome.scenarios().forEach(scenario -> scenarios.add(scenario(scenario)));
        ArrayNode notRun = root.putArray("notRun");
        outcome.notRun().forEach(notRun::add);
        return root;
    }

    private static ObjectNode scenario(ScenarioOutcome outcome) {
        ObjectNode node = scenarioHead(outcome);
        ArrayNode policies = node.putArray("policies");
        outcome.policies().forEach(policy -> policies.add(policy(policy)));
        differences(outcome.policies(), node.putArray("differences"));
        return node;
    }

    /** Without its policies. */
    static ObjectNode scenarioHead(ScenarioOutcome outcome) {
        ObjectNode node = NODES.objectNode();
        node.put("name", outcome.scenario().name());
        node.put("title", outcome.scenario().title());
        put(node, "durationS", outcome.scenario().timing().durationNs() / 1e9);
        put(node, "warmUpS", outcome.scenario().timing().warmUpNs() / 1e9);
        node.put("quality", outcome.scenario().quality().name());
        node.put("viewers", outcome.scenario().cast().viewers().size());
        ArrayNode targets = node.putArray("targets");
        outcome.verdicts().forEach(verdict -> targets.add(verdict(outcome, verdict)));
        return node;
    }

    private static ObjectNode policy(PolicyOutcome policy) {
        ObjectNode node = NODES.objectNode();
        node.put("policy", policy.policy());
        node.put("judged", policy.judged());
        node.set("metrics", metrics(policy));
        ArrayNode runs = node.putArray("runs");
        policy.runs().forEach(run -> runs.add(run(run)));
        return node;
    }

    static ObjectNode metrics(PolicyOutcome policy) {
        ObjectNode node = NODES.objectNode();
        for (Metric metric : Metric.values()) {
            Summary summary = policy.summary(metric);
            if (summary.count() > 0) {
                node.set(metric.key(), summary(summary));
            }
        }
        return node;
    }

    private static ObjectNode run(RunResult run) {
        ObjectNode node = NODES.objectNode();
        node.put("seed", run.seed());
        node.put("log", run.ending().logHash());
        node.put("delivered", run.ending().delivered());
        node.set("metrics", values(run.mean()));
        stalls(run.first().stalls(), node);
        if (!run.ending().errors().isEmpty()) {
            ArrayNode errors = node.putArray("errors");
            run.ending().errors().forEach(errors::add);
        }
        return node;
    }

    private static void stalls(List<FirstViewer.Stall> stalls, ObjectNode into) {
        if (stalls.isEmpty()) {
            return;
        }
        ArrayNode list = into.putArray("stalls");
        for (FirstViewer.Stall stall : stalls) {
            Gap.Why why = stall.gap().why();
            ObjectNode node = list.addObject();
            put(node, "atS", stall.atS());
            put(node, "afterFirstS", stall.afterFirstS());
            put(node, "durationMs", stall.gap().durationNs() / MS);
            node.put("cause", why.cause().name().toLowerCase(Locale.ROOT));
            node.put("missingPictures", why.missing());
            put(node, "lateMs", why.lateNs() / MS);
            put(node, "heldMoreMs", why.heldMoreNs() / MS);
            node.put("waitedTemporalId", why.waitedTemporalId());
        }
    }

    private static ObjectNode values(MetricValues values) {
        ObjectNode node = NODES.objectNode();
        for (Metric metric : Metric.values()) {
            if (values.has(metric)) {
                put(node, metric.key(), values.value(metric));
            }
        }
        return node;
    }

    private static ObjectNode summary(Summary summary) {
        ObjectNode node = NODES.objectNode();
        put(node, "mean", summary.mean());
        put(node, "ci95", summary.halfWidth());
        put(node, "min", summary.min());
        put(node, "max", summary.max());
        node.put("n", summary.count());
        return node;
    }

    /** Every policy against the first one, seed by seed. */
    private static void differences(List<PolicyOutcome> policies, ArrayNode into) {
        for (int i = 1; i < policies.size(); i++) {
            for (Metric metric : Metric.values()) {
                Summary summary = Summary.ofDifferences(
                        policies.get(i).bySeed(metric), policies.getFirst().bySeed(metric));
                if (summary.count() > 1) {
                    ObjectNode node = into.addObject();
                    node.put("metric", metric.key());
                    node.put("policy", policies.get(i).policy());
                    node.put("minus", policies.getFirst().policy());
                    put(node, "mean", summary.mean());
                    put(node, "ci95", summary.halfWidth());
                }
            }
        }
    }

    private static ObjectNode verdict(ScenarioOutcome outcome, Verdict verdict) {
        ObjectNode node = NODES.objectNode();
        node.put("policy", verdict.policy());
        node.put("metric", verdict.target().metric().key());
        node.put("target", verdict.target().text());
        put(node, "bound", verdict.bound());
        put(node, "mean", verdict.value().mean());
        put(node, "ci95", verdict.value().halfWidth());
        Summary difference = verdict.evidence().difference();
        if (difference.count() > 0) {
            node.put("paired", verdict.target().paired());
            put(node, "difference", difference.mean());
            put(node, "differenceCi95", difference.halfWidth());
        }
        if (verdict.evidence().oracle().count() > 0) {
            put(node, "oracle", verdict.evidence().oracle().mean());
        }
        node.put("status", verdict.status().name().toLowerCase(Locale.ROOT));
        node.put("reproduce", outcome.reproduce(verdict.policy()));
        return node;
    }

    static void put(ObjectNode node, String key, double value) {
        node.put(key, number(value, 6));
    }

    /** Null for what is not a number: JSON has no word for it. */
    static @Nullable BigDecimal number(double value, int decimals) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return null;
        }
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
