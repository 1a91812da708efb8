package io.steadycast.netsim.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.scenario.Course;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Pure. The outcome as one page that needs nothing else: styles, scripts (uPlot) and numbers are inside. */
public final class HtmlReport {
    private static final String FOLDER = "/io/steadycast/netsim/report/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Distributions that the page offers. */
    private static final List<Metric> DISTRIBUTIONS = List.of(
            Metric.STALL_200,
            Metric.FREEZE_COUNT,
            Metric.DELAY_P95,
            Metric.MEDIA_RATE,
            Metric.MEAN_FPS,
            Metric.FIRST_FRAME,
            Metric.OVERHEAD,
            Metric.RED_OVERHEAD,
            Metric.AUDIO_RESIDUAL,
            Metric.QOE);

    private HtmlReport() {}

    public static void write(Outcome outcome, Path file) throws IOException {
        Files.writeString(file, text(outcome), UTF_8);
    }

    static String text(Outcome outcome) throws IOException {
        Map<String, String> parts = Map.of(
                "title", escaped(outcome.title()),
                "uplotCss", resource(UPLOT + "uPlot.min.css"),
                "css", resource(FOLDER + "report.css"),
                "uplotJs", resource(UPLOT + "uPlot.iife.min.js"),
                "js", resource(FOLDER + "report.js"),
                // No string in it can end the script element.
                "data", MAPPER.writeValueAsString(tree(outcome)).replace("<", "\\u003c"));
        Matcher holes = HOLE.matcher(resource(FOLDER + "report.html"));
        StringBuilder page = new StringBuilder();
        while (holes.find()) {
            holes.appendReplacement(page, Matcher.quoteReplacement(parts.getOrDefault(holes.group(1), "")));
        }
        return holes.appendTail(page).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("the program lacks " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static ObjectNode tree(Outcome outcome) {
        ObjectNode root = NODES.objectNode();
        root.put("title", outcome.title());
        root.put("command", outcome.command());
        ArrayNode metrics = root.putArray("metrics");
        for (Metric metric : Metric.values()) {
            ObjectNode node = metrics.addObject();
            node.put("key", metric.key());
            node.put("unit", metric.unit());
            node.put("better", metric.better().name().toLowerCase(Locale.ROOT));
            node.put("description", metric.description());
        }
        ArrayNode scenarios = root.putArray("scenarios");
        outcome.scenarios().forEach(scenario -> scenarios.add(scenario(scenario)));
        ArrayNode notRun = root.putArray("notRun");
        outcome.notRun().forEach(notRun::add);
        return root;
    }

    private static ObjectNode scenario(ScenarioOutcome outcome) {
        ObjectNode node = JsonReport.scenarioHead(outcome);
        ArrayNode policies = node.putArray("policies");
        outcome.policies().forEach(policy -> policies.add(policy(policy)));
        return node;
    }

    private static ObjectNode policy(PolicyOutcome policy) {
        ObjectNode node = NODES.objectNode();
        node.put("name", policy.policy());
        node.put("judged", policy.judged());
        node.put("runs", policy.runs().size());
        node.set("metrics", JsonReport.metrics(policy));
        ObjectNode cdf = node.putObject("cdf");
        for (Metric metric : DISTRIBUTIONS) {
            ArrayNode values = cdf.putArray(metric.key());
            for (double value : policy.byViewer(metric)) {
                values.add(JsonReport.number(value, 3));
            }
        }
        policy.runs().stream()
                .map(run -> run.first().course())
                .filter(course -> course.samples() > 0)
                .findFirst()
                .ifPresent(course -> node.set("course", course(course)));
        return node;
    }

    /** Columns of a course; those of which nothing is known are left out. */
    private static ObjectNode course(Course course) {
        ObjectNode node = NODES.objectNode();
        node.put("stepS", Course.STEP_MS / 1000.0);
        node.put("samples", course.samples());
        for (Course.Column column : Course.Column.values()) {
            if (course.has(column)) {
                ArrayNode values = node.putArray(column.name().toLowerCase(Locale.ROOT));
                for (int i = 0; i < course.samples(); i++) {
                    values.add(JsonReport.number(course.value(column, i), 1));
                }
            }
        }
        return node;
    }
}
