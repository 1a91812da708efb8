package io.steadycast.netsim.report;

import io.steadycast.netsim.scenario.Metric;
import io.steadycast.netsim.scenario.Numbers;
import io.steadycast.netsim.scenario.Outcome;
import io.steadycast.netsim.scenario.PolicyOutcome;
import io.steadycast.netsim.scenario.RunResult;
import io.steadycast.netsim.scenario.ScenarioOutcome;
import io.steadycast.netsim.scenario.Summary;
import io.steadycast.netsim.scenario.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Pure but for its writer. The outcome as tables on a terminal. */
public final class TerminalReport {
    /** What a person looks at first; everything else is in the JSON and HTML reports. */
    private static final List<Metric> COLUMNS = List.of(
            Metric.STALL_200,
            Metric.FREEZE_COUNT,
            Metric.MEAN_FPS,
            Metric.DELAY_P95,
            Metric.FIRST_FRAME,
            Metric.NETWORK_LOSS,
            Metric.OVERHEAD,
            Metric.RED_OVERHEAD,
            Metric.MEDIA_RATE,
            Metric.MEDIA_VS_ORACLE,
            Metric.AUDIO_RESIDUAL,
            Metric.QOE);

    /** What this score is made of, where it is asked for. */
    private static final List<Metric> SCORE_PARTS =
            List.of(Metric.ALPHARTC_DELAY, Metric.ALPHARTC_RATE, Metric.ALPHARTC_LOSS, Metric.ALPHARTC_VIDEO);

    private final PrintWriter out;
    private final Colours colours;

    public TerminalReport(PrintWriter out, Colours colours) {
        this.out = out;
        this.colours = colours;
    }

    public void print(Outcome outcome) {
        for (ScenarioOutcome scenario : outcome.scenarios()) {
            scenario(scenario);
        }
        for (String line : outcome.notRun()) {
            out.println(colours.faint("not run: " + line));
        }
        total(outcome);
        out.flush();
    }

    private void scenario(ScenarioOutcome outcome) {
        out.println(colours.bold(outcome.scenario().name()) + "  "
                + outcome.scenario().title());
        Set<Metric> shown = new LinkedHashSet<>(COLUMNS);
        outcome.scenario().targets().forEach(target -> shown.add(target.metric()));
        if (shown.contains(Metric.ALPHARTC)) {
            shown.addAll(SCORE_PARTS);
        }
        List<Metric> columns = shown.stream()
                .filter(metric -> outcome.policies().stream()
                        .anyMatch(policy -> policy.summary(metric).count() > 0))
                .toList();
        TextTable table = new TextTable(1);
        List<String> head = new ArrayList<>(List.of("policy"));
        for (Metric metric : columns) {
            head.add(metric.key() + (metric.unit().isEmpty() ? "" : " " + metric.unit()));
        }
        table.row(head);
        for (PolicyOutcome policy : outcome.policies()) {
            List<String> row = new ArrayList<>(List.of(policy.policy()));
            for (Metric metric : columns) {
                row.add(cell(policy.summary(metric)));
            }
            table.row(row);
        }
        List<String> lines = table.lines();
        out.println(colours.faint(lines.getFirst()));
        lines.stream().skip(1).forEach(out::println);
        verdicts(outcome);
        errors(outcome);
        out.println();
    }

    static String cell(Summary summary) {
        if (summary.count() < 2 || Double.isNaN(summary.halfWidth())) {
            return Numbers.brief(summary.mean());
        }
        return Numbers.brief(summary.mean()) + " ±" + Numbers.brief(summary.halfWidth());
    }

    private void verdicts(ScenarioOutcome outcome) {
        for (Verdict verdict : outcome.verdicts()) {
            String mark = switch (verdict.status()) {
                case MET -> colours.good("met   ");
                case MISSED -> colours.bad("MISSED");
                case IMPOSSIBLE -> colours.faint("beyond");
                case NOT_MEASURED -> colours.faint("none  ");
            };
            out.println("  " + mark + " " + verdict.policy() + ": "
                    + verdict.target().text() + ", measured " + measured(verdict));
            if (verdict.status() == Verdict.Status.MISSED) {
                out.println(colours.faint("         again: " + outcome.reproduce(verdict.policy())));
            }
        }
    }

    /** The value, and what else decided. */
    static String measured(Verdict verdict) {
        String text = cell(verdict.value());
        Summary difference = verdict.evidence().difference();
        if (difference.count() > 0) {
            text += ", " + verdict.target().paired() + "'s " + (difference.mean() < 0 ? "- " : "+ ")
                    + Numbers.brief(Math.abs(difference.mean()))
                    + (Double.isNaN(difference.halfWidth()) ? "" : " ±" + Numbers.brief(difference.halfWidth()));
        }
        return verdict.status() == Verdict.Status.IMPOSSIBLE
                ? text + "; not even B4 meets it: " + cell(verdict.evidence().oracle())
                : text;
    }

    private void errors(ScenarioOutcome outcome) {
        for (PolicyOutcome policy : outcome.policies()) {
            for (RunResult run : policy.runs()) {
                for (String error : run.ending().errors()) {
                    out.println("  " + colours.bad("BUG   ") + " " + policy.policy() + " seed " + run.seed() + ": "
                            + error);
                    out.println(colours.faint("         again: " + outcome.reproduce(policy.policy()) + " --seed "
                            + run.seed() + " --seeds 1"));
                }
            }
        }
    }

    private void total(Outcome outcome) {
        int met = 0;
        int missed = 0;
        int unknown = 0;
        int impossible = 0;
        for (ScenarioOutcome scenario : outcome.scenarios()) {
            for (Verdict verdict : scenario.verdicts()) {
                switch (verdict.status()) {
                    case MET -> met++;
                    case MISSED -> missed++;
                    case IMPOSSIBLE -> impossible++;
                    case NOT_MEASURED -> unknown++;
                }
            }
        }
        if (met + missed + unknown + impossible > 0) {
            String text = met + " targets met, " + missed + " missed"
                    + (impossible > 0 ? ", " + impossible + " that not even B4 meets" : "")
                    + (unknown > 0 ? ", " + unknown + " not measured" : "");
            out.println(missed > 0 ? colours.bad(text) : colours.good(text));
        }
    }
}
