package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stateless. What browsers saw, as one page that needs nothing else. */
final class BrowserReport {
    private static final double STALL_S = 0.2;

    private BrowserReport() {}

    /** One line of the table: medians over the runs, and what they were to reach. */
    record Row(
            String condition,
            String policy,
            BrowserFigures median,
            List<BrowserTargets.Verdict> verdicts,
            List<ArmComparison> arms,
            Optional<CpuPairs> pairs) {
        Row {
            verdicts = List.copyOf(verdicts);
            arms = List.copyOf(arms);
        }

        boolean met() {
            return verdicts.stream().allMatch(BrowserTargets.Verdict::met)
                    && arms.stream().allMatch(ArmComparison::met);
        }
    }

    /** {@code agreements}: none where nothing was simulated. */
    static String html(String title, List<Row> rows, List<BrowserBench.Run> runs, List<Agreement> agreements) {
        StringBuilder out = new StringBuilder();
        out.append("<p>").append(SvgPlot.escaped(title)).append("</p>");
        table(out, rows);
        if (!agreements.isEmpty()) {
            AgreementReport.append(out, agreements);
        }
        Words red = new Words("Red: gaps of 200 ms and more between pictures.", "红色：两幅画面间隔不少于 200 ms。");
        out.append("<p><small>").append(red.html()).append("</small></p>");
        runs.forEach(run -> section(out, run));
        return ReportPage.of(new Words("Browsers behind bad networks", "弱网下的浏览器"), out);
    }

    private static void table(StringBuilder out, List<Row> rows) {
        out.append("<table><tr><th>").append(new Words("condition", "条件").html());
        out.append("<th>").append(new Words("policy", "策略").html());
        out.append("<th>").append(new Words("targets", "目标").html());
        for (BrowserFigures.Column column : BrowserFigures.COLUMNS) {
            out.append("<th>").append(column.name().html());
        }
        out.append("</tr>");
        for (Row row : rows) {
            out.append("<tr><td>").append(SvgPlot.escaped(row.condition()));
            out.append("<td>").append(SvgPlot.escaped(row.policy()));
            out.append("<td>").append(verdict(row.verdicts()));
            for (BrowserFigures.Column column : BrowserFigures.COLUMNS) {
                out.append("<td>").append(column.of(row.median()));
            }
            out.append("</tr>");
        }
        out.append("</table>");
        rows.forEach(row -> remarks(out, row));
    }

    /** What was missed, and how it did beside other policies. */
    private static void remarks(StringBuilder out, Row row) {
        List<BrowserTargets.Verdict> missed =
                row.verdicts().stream().filter(verdict -> !verdict.met()).toList();
        if (missed.isEmpty() && row.arms().isEmpty() && row.pairs().isEmpty()) {
            return;
        }
        out.append("<b>").append(SvgPlot.escaped(row.condition())).append("</b><ul>");
        for (BrowserTargets.Verdict verdict : missed) {
            out.append("<li class=\"no\">")
                    .append(BrowserTexts.verdict(verdict).html())
                    .append("</li>");
        }
        for (ArmComparison arm : row.arms()) {
            out.append("<li class=\"").append(arm.met() ? "yes" : "no").append("\">");
            out.append(arm.words().html()).append("</li>");
        }
        row.pairs().ifPresent(pairs -> out.append("<li>").append(pairs.words().html()));
        out.append("</ul>");
    }

    private static String verdict(List<BrowserTargets.Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return "<small>" + new Words("none", "无").html() + "</small>";
        }
        long met = verdicts.stream().filter(BrowserTargets.Verdict::met).count();
        String kind = met == verdicts.size() ? "yes" : "no";
        return "<span class=\"" + kind + "\">" + met + " / " + verdicts.size() + "</span>";
    }

    private static void section(StringBuilder out, BrowserBench.Run run) {
        BrowserStage.Result result = run.result();
        out.append("<h2>").append(SvgPlot.escaped(run.condition() + ", " + run.policy() + ", seed " + run.seed()));
        out.append("</h2><small>").append(SvgPlot.escaped(result.why()));
        if (!result.valid()) {
            out.append(" <b class=\"no\">")
                    .append(SvgPlot.escaped(result.trust().toString()))
                    .append("</b>");
        }
        out.append("</small>");
        BrowserCourse course = result.course();
        List<SvgPlot.Line> delays = List.of(
                new SvgPlot.Line(
                        "blue",
                        new Words("capture to screen", "采集到显示"),
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::delayMs)),
                new SvgPlot.Line(
                        "dashed",
                        new Words("playout delay", "播放缓冲"),
                        steps(course, BrowserCourse.Decision::playoutDelayMs)));
        plot(out, course, Words.same("ms"), delays);
        plot(
                out,
                course,
                new Words("lines", "行"),
                List.of(new SvgPlot.Line(
                        "green",
                        new Words("height", "高度"),
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::height))));
        List<SvgPlot.Line> rates = List.of(
                new SvgPlot.Line(
                        "orange", new Words("estimate", "估计"), steps(course, BrowserCourse.Decision::estimateKbps)),
                new SvgPlot.Line(
                        "violet",
                        new Words("what the plan costs", "方案的码率"),
                        steps(course, BrowserCourse.Decision::costKbps)));
        plot(out, course, Words.same("kbit/s"), rates);
    }

    static <T> List<double[]> points(
            List<T> all, java.util.function.ToDoubleFunction<T> x, java.util.function.ToDoubleFunction<T> y) {
        return all.stream()
                .map(one -> new double[] {x.applyAsDouble(one), y.applyAsDouble(one)})
                .filter(point -> !Double.isNaN(point[1]))
                .toList();
    }

    /** What was decided holds until the next decision. */
    private static List<double[]> steps(
            BrowserCourse course, java.util.function.ToDoubleFunction<BrowserCourse.Decision> value) {
        List<double[]> points = new ArrayList<>();
        double last = Double.NaN;
        for (BrowserCourse.Decision decision : course.decisions()) {
            if (!Double.isNaN(last)) {
                points.add(new double[] {decision.s(), last});
            }
            last = value.applyAsDouble(decision);
            points.add(new double[] {decision.s(), last});
        }
        if (!Double.isNaN(last)) {
            points.add(new double[] {course.seconds(), last});
        }
        return points;
    }

    private static void plot(StringBuilder out, BrowserCourse course, Words unit, List<SvgPlot.Line> lines) {
        SvgPlot.append(out, course.seconds(), unit, lines, stalls(course));
    }

    private static List<double[]> stalls(BrowserCourse course) {
        List<double[]> stalls = new ArrayList<>();
        double last = 0;
        for (BrowserCourse.Picture picture : course.pictures()) {
            if (picture.s() - last >= STALL_S) {
                stalls.add(new double[] {last, picture.s()});
            }
            last = picture.s();
        }
        if (course.seconds() - last >= STALL_S) {
            stalls.add(new double[] {last, course.seconds()});
        }
        return stalls;
    }
}
