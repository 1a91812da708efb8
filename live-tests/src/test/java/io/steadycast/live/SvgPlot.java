package io.steadycast.live;

import java.util.List;
import java.util.Locale;

/** Stateless. Lines over time as a picture within a page, with times in red behind them. */
final class SvgPlot {
    /** Of the pages that have plots; the lines' classes are theirs. */
    static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:88rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
            table{border-collapse:collapse;margin:.5rem 0 1.5rem}th,td{padding:.15rem .5rem;text-align:right;border-bottom:1px solid #d6dce4}
            th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}td{white-space:nowrap}.no{color:#b3261e;font-weight:600}.yes{color:#17663a}
            svg{display:block;margin:.3rem 0;background:#f6f8fa}polyline{fill:none;stroke-width:1.5}.stall{fill:#f3b8b3}
            .blue{stroke:#1f6feb}.green{stroke:#17663a}.orange{stroke:#d97706}.violet{stroke:#8250df}.dashed{stroke:#d97706;stroke-dasharray:4 3}
            small{color:#5a6675}ul{margin:.2rem 0 1rem}""";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 110;
    private static final int LABEL_HEIGHT = 16;

    private SvgPlot() {}

    /**
     * One line.
     *
     * @param kind its class in {@link #STYLE}
     * @param points seconds and values
     */
    record Line(String kind, Words name, List<double[]> points) {
        Line {
            points = List.copyOf(points);
        }
    }

    /** {@code red}: from and to, in seconds. */
    static void append(StringBuilder out, double seconds, Words unit, List<Line> lines, List<double[]> red) {
        double most = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(point -> point[1])
                .max()
                .orElse(1);
        out.append(String.format(
                Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">", WIDTH, HEIGHT, WIDTH, HEIGHT));
        for (double[] span : red) {
            out.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"stall\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\"/>",
                    span[0] / seconds * WIDTH,
                    (span[1] - span[0]) / seconds * WIDTH,
                    HEIGHT));
        }
        for (Line line : lines) {
            out.append("<polyline class=\"").append(line.kind()).append("\" points=\"");
            for (double[] point : line.points()) {
                double y = HEIGHT - 2 - point[1] / Math.max(1, most) * (HEIGHT - LABEL_HEIGHT - 2);
                out.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0] / seconds * WIDTH, y));
            }
            out.append("\"/>");
        }
        String english =
                String.join(", ", lines.stream().map(line -> line.name().en()).toList());
        String chinese =
                String.join("、", lines.stream().map(line -> line.name().zh()).toList());
        label(out, "en", String.format(Locale.ROOT, "%s, 0 to %.0f %s, %.0f s", english, most, unit.en(), seconds));
        label(out, "zh", String.format(Locale.ROOT, "%s，0 到 %.0f %s，%.0f 秒", chinese, most, unit.zh(), seconds));
        out.append("</svg>");
    }

    private static void label(StringBuilder out, String language, String text) {
        out.append("<text lang=\"").append(language).append("\" x=\"4\" y=\"12\" font-size=\"11\">");
        out.append(escaped(text)).append("</text>");
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
