package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Stateless. What browsers saw, as one page that needs nothing else. */
final class BrowserReport {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 110;
    private static final int LABEL_HEIGHT = 16;
    private static final double STALL_S = 0.2;

    private BrowserReport() {}

    /** One line of the table: medians over the runs, and what they were to reach. */
    record Row(String condition, String policy, BrowserFigures median, List<BrowserTargets.Verdict> verdicts) {
        Row {
            verdicts = List.copyOf(verdicts);
        }
    }

    static String html(String title, List<Row> rows, List<BrowserBench.Run> runs) {
        StringBuilder out = new StringBuilder("""
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Browsers behind bad networks</title>
                <style>body{font:15px/1.5 system-ui,sans-serif;max-width:76rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
                table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{padding:.15rem .7rem;text-align:right;border-bottom:1px solid #d6dce4}
                th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}.no{color:#b3261e;font-weight:600}.yes{color:#17663a}
                svg{display:block;margin:.3rem 0;background:#f6f8fa}polyline{fill:none;stroke-width:1.5}.stall{fill:#f3b8b3}
                .delay{stroke:#1f6feb}.height{stroke:#17663a}.estimate{stroke:#d97706}.cost{stroke:#8250df}.playout{stroke:#d97706;stroke-dasharray:4 3}
                small{color:#5a6675}ul{margin:.2rem 0 1rem}</style><h1>Browsers behind bad networks</h1>
                """);
        out.append("<p>").append(escaped(title)).append("</p>");
        table(out, rows);
        out.append("<p><small>Red: gaps of 200 ms and more between pictures.</small></p>");
        runs.forEach(run -> section(out, run));
        return out.append("</html>\n").toString();
    }

    private static void table(StringBuilder out, List<Row> rows) {
        out.append("<table><tr><th>condition<th>policy");
        for (String name : BrowserFigures.header().trim().split(" {2,}", -1)) {
            out.append("<th>").append(escaped(name));
        }
        out.append("<th>targets</tr>");
        for (Row row : rows) {
            out.append("<tr><td>").append(escaped(row.condition()));
            out.append("<td>").append(escaped(row.policy()));
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
                out.append("<b>").append(escaped(row.condition())).append("</b><ul>");
                missed.forEach(one ->
                        out.append("<li class=\"no\">").append(escaped(one)).append("</li>"));
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
        out.append("<h2>").append(escaped(run.condition() + ", " + run.policy() + ", seed " + run.seed()));
        out.append("</h2><small>").append(escaped(result.why()));
        if (!result.valid()) {
            out.append(" <b class=\"no\">")
                    .append(escaped(result.trust().toString()))
                    .append("</b>");
        }
        out.append("</small>");
        BrowserCourse course = result.course();
        List<Line> delays = List.of(
                new Line(
                        "delay",
                        "capture to screen",
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::delayMs)),
                new Line("playout", "playout delay", steps(course, BrowserCourse.Decision::playoutDelayMs)));
        plot(out, course, "ms", delays);
        plot(
                out,
                course,
                "lines",
                List.of(new Line(
                        "height",
                        "height",
                        points(course.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::height))));
        List<Line> rates = List.of(
                new Line("estimate", "estimate", steps(course, BrowserCourse.Decision::estimateKbps)),
                new Line("cost", "what the plan costs", steps(course, BrowserCourse.Decision::costKbps)));
        plot(out, course, "kbit/s", rates);
    }

    /** {@code kind} is its style. */
    private record Line(String kind, String name, List<double[]> points) {}

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

    private static void plot(StringBuilder out, BrowserCourse course, String unit, List<Line> lines) {
        double most = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1);
        out.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">", WIDTH, HEIGHT, WIDTH, HEIGHT));
        stalls(out, course);
        for (Line line : lines) {
            out.append("<polyline class=\"").append(line.kind()).append("\" points=\"");
            for (double[] point : line.points()) {
                double y = HEIGHT - 2 - point[1] / Math.max(1, most) * (HEIGHT - LABEL_HEIGHT - 2);
                out.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0] / course.seconds() * WIDTH, y));
            }
            out.append("\"/>");
        }
        String names = String.join(", ", lines.stream().map(Line::name).toList());
        out.append(String.format(
                Locale.ROOT,
                "<text x=\"4\" y=\"12\" font-size=\"11\">%s, 0 to %.0f %s, %.0f s</text></svg>",
                names,
                most,
                unit,
                course.seconds()));
    }

    private static void stalls(StringBuilder out, BrowserCourse course) {
        double last = 0;
        List<Double> ends = new ArrayList<>(
                course.pictures().stream().map(BrowserCourse.Picture::s).toList());
        ends.add(course.seconds());
        for (double end : ends) {
            if (end - last >= STALL_S) {
                out.append(String.format(
                        Locale.ROOT,
                        "<rect class=\"stall\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\"/>",
                        last / course.seconds() * WIDTH,
                        (end - last) / course.seconds() * WIDTH,
                        HEIGHT));
            }
            last = end;
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
