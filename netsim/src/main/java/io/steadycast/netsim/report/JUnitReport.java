package io.steadycast.netsim.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.steadycast.netsim.scenario.Numbers;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Pure. The outcome as JUnit XML for build servers: a suite for each scenario, a case for each target and policy. */
public final class JUnitReport {
    private JUnitReport() {}

    public static void write(Outcome outcome, Path file) throws IOException {
        Files.writeString(file, text(outcome), UTF_8);
    }

    static String text(Outcome outcome) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            newLine(xml, 0);
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", outcome.title());
            for (ScenarioOutcome scenario : outcome.scenarios()) {
                suite(xml, scenario);
            }
            newLine(xml, 0);
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, ScenarioOutcome outcome) throws XMLStreamException {
        List<Verdict> verdicts = outcome.verdicts();
        long missed = count(verdicts, Verdict.Status.MISSED);
        newLine(xml, 1);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", outcome.scenario().name());
        // One case more for each policy: that every run came through.
        xml.writeAttribute(
                "tests", Integer.toString(verdicts.size() + outcome.policies().size()));
        xml.writeAttribute("failures", Long.toString(missed));
        xml.writeAttribute("errors", Long.toString(failedPolicies(outcome)));
        xml.writeAttribute(
                "skipped",
                Long.toString(
                        count(verdicts, Verdict.Status.NOT_MEASURED) + count(verdicts, Verdict.Status.IMPOSSIBLE)));
        for (PolicyOutcome policy : outcome.policies()) {
            runs(xml, outcome, policy);
        }
        for (Verdict verdict : verdicts) {
            target(xml, outcome, verdict);
        }
        newLine(xml, 1);
        xml.writeEndElement();
    }

    private static long count(List<Verdict> verdicts, Verdict.Status status) {
        return verdicts.stream().filter(verdict -> verdict.status() == status).count();
    }

    private static long failedPolicies(ScenarioOutcome outcome) {
        return outcome.policies().stream()
                .filter(policy -> !errors(policy).isEmpty())
                .count();
    }

    private static List<String> errors(PolicyOutcome policy) {
        return policy.runs().stream()
                .flatMap(run -> run.ending().errors().stream().map(error -> "seed " + run.seed() + ": " + error))
                .toList();
    }

    private static void runs(XMLStreamWriter xml, ScenarioOutcome outcome, PolicyOutcome policy)
            throws XMLStreamException {
        newLine(xml, 2);
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", outcome.scenario().name() + "." + policy.policy());
        xml.writeAttribute("name", "runs " + seeds(policy.runs()));
        List<String> errors = errors(policy);
        if (!errors.isEmpty()) {
            xml.writeStartElement("error");
            xml.writeAttribute("message", errors.getFirst());
            xml.writeCharacters(String.join("\n", errors) + "\n" + outcome.reproduce(policy.policy()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String seeds(List<RunResult> runs) {
        return runs.isEmpty()
                ? "none"
                : "seeds " + runs.getFirst().seed() + " to " + runs.getLast().seed();
    }

    private static void target(XMLStreamWriter xml, ScenarioOutcome outcome, Verdict verdict)
            throws XMLStreamException {
        newLine(xml, 2);
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", outcome.scenario().name() + "." + verdict.policy());
        xml.writeAttribute("name", verdict.target().text());
        String measured = "measured " + TerminalReport.measured(verdict) + ", bound " + Numbers.brief(verdict.bound());
        switch (verdict.status()) {
            case MET -> {}
            case MISSED -> {
                xml.writeStartElement("failure");
                xml.writeAttribute("message", measured);
                xml.writeCharacters("again: " + outcome.reproduce(verdict.policy()));
                xml.writeEndElement();
            }
            case IMPOSSIBLE -> {
                xml.writeStartElement("skipped");
                xml.writeAttribute("message", measured);
                xml.writeEndElement();
            }
            case NOT_MEASURED -> {
                xml.writeStartElement("skipped");
                xml.writeAttribute("message", "not measured");
                xml.writeEndElement();
            }
        }
        xml.writeEndElement();
    }

    private static void newLine(XMLStreamWriter xml, int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
