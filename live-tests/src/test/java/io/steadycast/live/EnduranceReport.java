package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Stateless. A long run as one page that needs nothing else. */
final class EnduranceReport {
    private EnduranceReport() {}

    static String html(List<EnduranceStep> steps, List<BrowserTargets.Verdict> verdicts) {
        StringBuilder out = new StringBuilder("<ul>");
        for (BrowserTargets.Verdict verdict : verdicts) {
            out.append(verdict.met() ? "<li>" : "<li class=\"no\">")
                    .append(BrowserTexts.verdict(verdict).html());
        }
        out.append("</ul>");
        plot(
                out,
                steps,
                new Words("a second", "每秒"),
                List.of(line(
                        "blue",
                        new Words("pictures", "画面"),
                        steps,
                        step -> step.figures().fps())));
        plot(
                out,
                steps,
                Words.same("%"),
                List.of(line(
                        "orange",
                        new Words("stalled", "卡顿"),
                        steps,
                        step -> step.figures().stallPercent())));
        plot(
                out,
                steps,
                new Words("lines", "行"),
                List.of(line(
                        "green",
                        new Words("height", "高度"),
                        steps,
                        step -> step.figures().height())));
        plot(
                out,
                steps,
                Words.same("ms"),
                List.of(line(
                        "violet",
                        new Words("delay P95", "时延 P95"),
                        steps,
                        step -> step.figures().delayP95Ms())));
        List<SvgPlot.Line> memory = List.of(
                line(
                        "blue",
                        new Words("heap after a collection", "回收后的堆"),
                        steps,
                        step -> step.memory().live()),
                line(
                        "violet",
                        new Words("direct buffers", "直接缓冲"),
                        steps,
                        step -> step.memory().direct()),
                line(
                        "orange",
                        new Words("resident", "常驻内存"),
                        steps,
                        step -> step.memory().resident()));
        plot(out, steps, Words.same("MiB"), memory);
        Words red = new Words("Red: steps that were stuck.", "红色：卡死的步。");
        out.append("<p><small>").append(red.html()).append("</small></p><pre>").append(EnduranceStep.header());
        steps.forEach(step -> out.append('\n').append(SvgPlot.escaped(step.text())));
        return ReportPage.of(new Words("One viewer for long", "长时间观看"), out.append("</pre>"));
    }

    private static SvgPlot.Line line(
            String kind, Words name, List<EnduranceStep> steps, ToDoubleFunction<EnduranceStep> value) {
        List<double[]> points = new ArrayList<>();
        for (EnduranceStep step : steps) {
            double at = value.applyAsDouble(step);
            if (!Double.isNaN(at)) {
                points.add(new double[] {step.atSeconds(), at});
            }
        }
        return new SvgPlot.Line(kind, name, points);
    }

    private static void plot(StringBuilder out, List<EnduranceStep> steps, Words unit, List<SvgPlot.Line> lines) {
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
