package io.steadycast.live.reality;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stateless. A comparison as text, as JSON and as a page. */
final class RealityReport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PLOT_WIDTH = 560;
    private static final int PLOT_HEIGHT = 90;

    private RealityReport() {}

    static String text(Comparison comparison) {
        StringBuilder out = new StringBuilder();
        out.append(comparison.condition().name())
                .append(": ")
                .append(comparison.condition().figures())
                .append('\n');
        for (Comparison.Run run : comparison.runs()) {
            out.append("  seed ")
                    .append(run.seed())
                    .append("  ")
                    .append(run.stamps())
                    .append('\n');
            out.append("    real      ").append(line(run.real())).append('\n');
            out.append("    simulated ").append(line(run.simulated())).append('\n');
        }
        comparison.checks().forEach(check -> out.append("  ").append(check).append('\n'));
        return out.toString();
    }

    private static String line(Figures figures) {
        return String.format(
                Locale.ROOT,
                "%7.1f kbit/s  loss %5.2f %%  stalls %5.2f %%  freezes %5.2f %%  %5.2f fps  NACK %.0f  PLI %.0f  RTX %.0f  jitter buffer %.0f ms",
                figures.receivedKbps(),
                figures.lossPercent(),
                figures.stallPercent(),
                figures.freezePercent(),
                figures.fps(),
                figures.nacks(),
                figures.plis(),
                figures.rtxPackets(),
                figures.jitterBufferMs());
    }

    static String json(List<Comparison> all, Map<String, String> facts) {
        ObjectNode root = JSON.createObjectNode();
        facts.forEach(root::put);
        ArrayNode conditions = root.putArray("conditions");
        for (Comparison comparison : all) {
            ObjectNode node = conditions.addObject();
            node.put("name", comparison.condition().name());
            node.put("figures", comparison.condition().figures());
            node.put("agrees", comparison.agrees());
            node.put("valid", comparison.valid());
            node.set("checks", JSON.valueToTree(comparison.checks()));
            node.set("runs", JSON.valueToTree(comparison.runs()));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    static String html(List<Comparison> all, Map<String, String> facts) {
        StringBuilder out = new StringBuilder("""
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Simulation against reality</title>
                <style>body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
                table{border-collapse:collapse;margin:.5rem 0}th,td{padding:.15rem .8rem;text-align:right;border-bottom:1px solid #d6dce4}
                th:first-child,td:first-child{text-align:left}.no{color:#b3261e;font-weight:600}.yes{color:#17663a}
                svg{display:block;margin:.3rem 0;background:#f6f8fa}.r{stroke:#1f6feb}.s{stroke:#d97706}polyline{fill:none;stroke-width:1.5}
                small{color:#5a6675}</style><h1>Simulation against reality</h1>
                """);
        facts.forEach((name, value) -> out.append("<div><b>")
                .append(escaped(name))
                .append("</b> ")
                .append(escaped(value))
                .append("</div>"));
        out.append(
                "<p>Plots: Chromium <b style=\"color:#1f6feb\">blue</b>, simulated <b style=\"color:#d97706\">orange</b>.</p>");
        for (Comparison comparison : all) {
            section(out, comparison);
        }
        return out.append("</html>\n").toString();
    }

    private static void section(StringBuilder out, Comparison comparison) {
        out.append("<h2>").append(escaped(comparison.condition().name())).append("</h2><p>");
        out.append(escaped(comparison.condition().figures()))
                .append("</p><table><tr><th>mean of seeds<th>real<th>simulated<th>residual<th>allowed<th></tr>");
        for (Check check : comparison.checks()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s<td>%.2f<td>%.2f<td>%+.2f<td>%.2f<td class=\"%s\">%s</tr>",
                    check.name(),
                    check.real(),
                    check.simulated(),
                    check.residual(),
                    check.allowed(),
                    check.agrees() ? "yes" : "no",
                    check.agrees() ? "agrees" : "differs"));
        }
        out.append("</table>");
        for (Comparison.Run run : comparison.runs()) {
            out.append("<h3>Seed ").append(run.seed()).append(" <small>").append(escaped(run.stamps()));
            out.append("</small></h3><small>real ").append(escaped(line(run.real())));
            out.append("<br>simulated ").append(escaped(line(run.simulated()))).append("</small>");
            Comparison.Course course = run.course();
            plot(out, "pictures per second", course.realFrames(), course.simulatedFrames());
            plot(out, "received kbit/s", course.realKbps(), course.simulatedKbps());
        }
    }

    private static void plot(StringBuilder out, String what, List<Double> real, List<Double> simulated) {
        double most = Math.max(1, Math.max(largest(real), largest(simulated)));
        out.append("<svg width=\"")
                .append(PLOT_WIDTH)
                .append("\" height=\"")
                .append(PLOT_HEIGHT)
                .append("\">");
        out.append("<text x=\"4\" y=\"12\" font-size=\"11\">").append(what);
        out.append(String.format(Locale.ROOT, ", 0 to %.0f</text>", most));
        line(out, "r", real, most);
        line(out, "s", simulated, most);
        out.append("</svg>");
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static void line(StringBuilder out, String kind, List<Double> values, double most) {
        out.append("<polyline class=\"").append(kind).append("\" points=\"");
        for (int i = 0; i < values.size(); i++) {
            double x = (i + 0.5) * PLOT_WIDTH / values.size();
            double y = PLOT_HEIGHT - 2 - values.get(i) / most * (PLOT_HEIGHT - 18);
            out.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        out.append("\"/>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
