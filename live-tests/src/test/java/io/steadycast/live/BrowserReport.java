package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;

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
            List<BrowserTargets.Age> ages) {
        Row {
            verdicts = List.copyOf(verdicts);
            ages = List.copyOf(ages);
        }
    }

    static String html(String title, List<Row> rows, List<BrowserBench.Run> runs) {
        StringBuilder out = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>"
                + "Browsers behind bad networks</title><style>" + SvgPlot.STYLE
                + "</style><h1>Browsers behind bad networks</h1>");
        out.append("<p>").append(SvgPlot.escaped(title)).append("</p>");
        table(out, rows);
        out.append("<p><small>Red: gaps of 200 ms and more between pictures.</small></p>");
        runs.forEach(run -> section(out, run));
        return out.append("</html>\n").toString();
    }

    private static void table(StringBuilder out, List<Row> rows) {
        out.append("<table><tr><th>condition<th>policy");
        for (String name : BrowserFigures.header().trim().split(" {2,}", -1)) {
            out.append("<th>").append(SvgPlot.escaped(name));
        }
        out.append("<th>targets</tr>");
        for (Row row : rows) {
            out.append("<tr><td>").append(SvgPlot.escaped(row.condition()));
            out.append("<td>").append(SvgPlot.escaped(row.policy()));
            for (String value : row.median().text().trim().split(" +", -1)) {
                out.append("<td>").append(value);
            }
            out.append("<td>").append(verdict(row.verdicts())).append("</tr>");
        }
        out.append("</table>");
        for (Row row : rows) {
            List<String> missed = row.verdicts().stream()
                    .filter(verdict -> !verdict.met())
                    .map(BrowserTargets.Verdict::toString)
                    .toList();
            if (!missed.isEmpty()) {
                out.append("<b>").append(SvgPlot.escaped(row.condition())).append("</b><ul>");
                missed.forEach(one -> out.append("<li class=\"no\">")
                        .append(SvgPlot.escaped(one))
                        .append("</li>"));
                out.append("</ul>");
            }
        }
    }

    private static String verdict(List<BrowserTargets.Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return "<small>none</small>";
        }
        long met = verdicts.stream().filter(BrowserTargets.Verdict::met).count();
        String kind = met == verdicts.size() ? "yes" : "no";
        return "<span class=\"" + kind + "\">" + met + " of " + verdicts.size() + "</span>";
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
                        "capture to screen",
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::delayMs)),
                new SvgPlot.Line("dashed", "playout delay", steps(course, BrowserCourse.Decision::playoutDelayMs)));
        plot(out, course, "ms", delays);
        plot(
                out,
                course,
                "lines",
                List.of(new SvgPlot.Line(
                        "green",
                        "height",
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::height))));
        List<SvgPlot.Line> rates = List.of(
                new SvgPlot.Line("orange", "estimate", steps(course, BrowserCourse.Decision::estimateKbps)),
                new SvgPlot.Line("violet", "what the plan costs", steps(course, BrowserCourse.Decision::costKbps)));
        plot(out, course, "kbit/s", rates);
    }

    private static <T> List<double[]> points(
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

    private static void plot(StringBuilder out, BrowserCourse course, String unit, List<SvgPlot.Line> lines) {
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
