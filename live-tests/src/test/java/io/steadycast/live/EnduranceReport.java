package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Stateless. A long run as one page that needs nothing else. */
final class EnduranceReport {
    private EnduranceReport() {}

    static String html(List<EnduranceStep> steps, List<BrowserTargets.Verdict> verdicts) {
        StringBuilder out = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>"
                + "One viewer for long</title><style>" + SvgPlot.STYLE + "</style><h1>One viewer for long</h1><ul>");
        for (BrowserTargets.Verdict verdict : verdicts) {
            out.append(verdict.met() ? "<li>" : "<li class=\"no\">").append(SvgPlot.escaped(verdict.toString()));
        }
        out.append("</ul>");
        plot(
                out,
                steps,
                "a second",
                List.of(line("blue", "pictures", steps, step -> step.figures().fps())));
        plot(
                out,
                steps,
                "%",
                List.of(line("orange", "stalled", steps, step -> step.figures().stallPercent())));
        plot(
                out,
                steps,
                "lines",
                List.of(line("green", "height", steps, step -> step.figures().height())));
        plot(
                out,
                steps,
                "ms",
                List.of(line(
                        "violet", "delay P95", steps, step -> step.figures().delayP95Ms())));
        List<SvgPlot.Line> memory = List.of(
                line(
                        "blue",
                        "heap after a collection",
                        steps,
                        step -> step.memory().live()),
                line("violet", "direct buffers", steps, step -> step.memory().direct()),
                line("orange", "resident", steps, step -> step.memory().resident()));
        plot(out, steps, "MiB", memory);
        out.append("<p><small>Red: steps that were stuck.</small></p><pre>").append(EnduranceStep.header());
        steps.forEach(step -> out.append('\n').append(step.text()));
        return out.append("</pre></html>\n").toString();
    }

    private static SvgPlot.Line line(
            String kind, String name, List<EnduranceStep> steps, ToDoubleFunction<EnduranceStep> value) {
        List<double[]> points = new ArrayList<>();
        for (EnduranceStep step : steps) {
            double at = value.applyAsDouble(step);
            if (!Double.isNaN(at)) {
                points.add(new double[] {step.atSeconds(), at});
            }
        }
        return new SvgPlot.Line(kind, name, points);
    }

    private static void plot(StringBuilder out, List<EnduranceStep> steps, String unit, List<SvgPlot.Line> lines) {
        List<double[]> stuck = new ArrayList<>();
        int before = 0;
        for (EnduranceStep step : steps) {
            if (step.lastPictureMs() >= EnduranceStep.STUCK_MS) {
                stuck.add(new double[] {before, step.atSeconds()});
            }
            before = step.atSeconds();
        }
        SvgPlot.append(out, Math.max(1, before), unit, lines, stuck);
    }
}
