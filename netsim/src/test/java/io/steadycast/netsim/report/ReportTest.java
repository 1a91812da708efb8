package io.steadycast.netsim.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.Gap;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.scenario.Course;
import io.steadycast.netsim.scenario.FirstViewer;
import io.steadycast.netsim.scenario.Ladder;
import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.MetricValues;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.Scenario;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What machines and people read of one and the same outcome: two policies, three seeds, one target met and one missed. */
final class ReportTest {
    private static final FirstViewer.Stall STALL = new FirstViewer.Stall(
            2.5,
            1.25,
            new Gap(4_000_000_000L, 240_000_000L, new Gap.Why(Gap.Cause.REPAIR, 1, 90_500_000L, -3_000_000L, 2)));

    static Outcome outcome(String title) {
        Scenario scenario = new Scenario(
                "T9",
                title,
                new Scenario.Timing(60_000_000_000L, 0),
                new Scenario.Cast(
                        List.of(new Scenario.Host("host", Ladder.MEASURED, Conditions.LAB)),
                        List.of(new Scenario.Viewer(0, Conditions.LAB, Scenario.Stay.ALWAYS)),
                        null),
                Scenario.SMOOTH_FIRST,
                List.of(
                        Target.atMost(Metric.STALL_200, 1),
                        Target.atLeast(Metric.MEAN_FPS, 20),
                        Target.atMost(Metric.JAIN, 1)));
        ScenarioOutcome outcome = new ScenarioOutcome(
                scenario,
                "./steadycast netsim suite targets --seeds 3 --only T9",
                List.of(policy("B0", true, 2), policy("B4", false, 0)));
        return new Outcome("suite targets", "./steadycast netsim suite targets", List.of(outcome), List.of("T13"));
    }

    private static PolicyOutcome policy(String name, boolean judged, double stall) {
        List<RunResult> runs = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            MetricValues values = new MetricValues.Builder()
                    .set(Metric.STALL_200, stall * seed)
                    .set(Metric.MEAN_FPS, 24 + seed)
                    .build();
            Course course = seed > 1
                    ? Course.NONE
                    : new Course.Builder(20)
                            .fill(Course.Column.CAPACITY_KBPS, 1_000)
                            .fill(Course.Column.FRAMES, 2)
                            .build();
            RunResult.Ending ending = new RunResult.Ending("00ff", 100, List.of());
            runs.add(new RunResult(
                    seed,
                    values,
                    List.of(values),
                    new FirstViewer(course, List.of(), seed > 1 ? List.of() : List.of(STALL)),
                    ending));
        }
        return new PolicyOutcome(name, judged, runs);
    }

    @Test
    void jsonHasMeansIntervalsRunsDifferencesAndVerdicts() {
        JsonNode root = JsonMapper.builder()
                .build()
                .readTree(JsonReport.tree(outcome("plain")).toString());
        assertThat(root.get("format").asInt()).isEqualTo(1);
        assertThat(root.get("targetsMissed").asBoolean()).isTrue();
        assertThat(root.get("notRun").get(0).asString()).isEqualTo("T13");
        JsonNode scenario = root.get("scenarios").get(0);
        assertThat(scenario.get("name").asString()).isEqualTo("T9");
        assertThat(scenario.get("durationS").asInt()).isEqualTo(60);
        JsonNode stall = scenario.get("policies").get(0).get("metrics").get("stall-200");
        assertThat(stall.get("mean").asDouble()).isEqualTo(4);
        assertThat(stall.get("n").asInt()).isEqualTo(3);
        // s = 2, n = 3: 4.302653 * 2 / sqrt(3).
        assertThat(stall.get("ci95").asDouble()).isBetween(4.968, 4.969);
        assertThat(scenario.get("policies")
                        .get(0)
                        .get("runs")
                        .get(2)
                        .get("seed")
                        .asInt())
                .isEqualTo(3);
        assertThat(scenario.get("policies").get(0).get("runs").get(2).get("log").asString())
                .isEqualTo("00ff");
        JsonNode runs = scenario.get("policies").get(0).get("runs");
        assertThat(runs.get(1).has("stalls")).isFalse();
        assertThat(runs.get(0).get("stalls").get(0))
                .hasToString(
                        "{\"atS\":2.5,\"afterFirstS\":1.25,\"durationMs\":240,\"cause\":\"repair\",\"missingPictures\":1,"
                                + "\"lateMs\":90.5,\"heldMoreMs\":-3,\"waitedTemporalId\":2}");
        JsonNode difference = scenario.get("differences").get(0);
        assertThat(difference.get("policy").asString()).isEqualTo("B4");
        assertThat(difference.get("minus").asString()).isEqualTo("B0");
        assertThat(difference.get("mean").asDouble()).isEqualTo(-4);
        assertThat(scenario.get("targets")).hasSize(3);
        assertThat(scenario.get("targets").get(0).get("status").asString()).isEqualTo("missed");
        assertThat(scenario.get("targets").get(0).get("reproduce").asString())
                .isEqualTo("./steadycast netsim suite targets --seeds 3 --only T9 --policy B0");
        assertThat(scenario.get("targets").get(1).get("status").asString()).isEqualTo("met");
        assertThat(scenario.get("targets").get(2).get("status").asString()).isEqualTo("not_measured");
    }

    @Test
    void junitCountsAMissedTargetAsAFailedCase() throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(JUnitReport.text(outcome("a < b & \"c\"")))));
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("T9");
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(5);
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("measured 4.00");
        assertThat(failure.getTextContent()).contains("--only T9 --policy B0");
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("stall-200 <= 1 %");
        assertThat(((Element) failure.getParentNode()).getAttribute("classname"))
                .isEqualTo("T9.B0");
    }

    @Test
    void htmlIsOnePageThatLoadsNothingAndCannotBeBrokenByNames() throws IOException {
        String page = HtmlReport.text(outcome("</script><img src=x onerror=alert(1)>"));
        assertThat(page).startsWith("<!doctype html>").contains("uPlot").doesNotContain("{{");
        assertThat(page)
                .doesNotContain("<img")
                .doesNotContainPattern("(src|href)=\"https?:")
                .doesNotContain("@import");
        assertThat(page).contains("\\u003c/script>\\u003cimg");
        assertThat(page).contains("zh-CN").contains("卡顿率");
    }

    @Test
    void theTerminalShowsAlignedNumbersAndHowToSeeAMissAgain() {
        StringWriter text = new StringWriter();
        new TerminalReport(new PrintWriter(text), Colours.OFF).print(outcome("plain"));
        assertThat(text.toString())
                .contains("T9  plain")
                .contains("MISSED B0: stall-200 <= 1 %, measured 4.00 ±4.97")
                .contains("again: ./steadycast netsim suite targets --seeds 3 --only T9 --policy B0")
                .contains("not run: T13")
                .contains("1 targets met, 1 missed, 1 not measured")
                .doesNotContain("\u001B");
        List<String> table = text.toString().lines().skip(1).limit(3).toList();
        assertThat(table.get(1).length()).isLessThanOrEqualTo(table.get(0).length());
    }

    @Test
    void equalOutcomesGiveEqualBytes() throws IOException {
        assertThat(HtmlReport.text(outcome("x"))).isEqualTo(HtmlReport.text(outcome("x")));
        assertThat(JsonReport.tree(outcome("x")))
                .hasToString(JsonReport.tree(outcome("x")).toString());
    }
}
