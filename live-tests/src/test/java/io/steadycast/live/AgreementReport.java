package io.steadycast.live;

import io.steadycast.live.reality.Check;
import java.util.List;
import java.util.Locale;

/** Stateless. Browser and simulator beside each other, as a part of {@link BrowserReport}'s page. */
final class AgreementReport {
    private AgreementReport() {}

    static void append(StringBuilder out, List<Agreement> all) {
        out.append("<h2>")
                .append(new Words("Beside the simulator", "与仿真对照").html())
                .append("</h2><p>");
        out.append(new Words(
                        "Means over runs. Received rate may differ by 15 %, stall by 1 point or 20 %; delay, height and frame rate are told.",
                        "各次运行的平均值。接收速率允许相差 15 %，卡顿允许相差 1 个百分点或 20 %；时延、高度和帧率仅供参考。")
                .html());
        out.append("</p><table><tr>");
        for (Words head : List.of(
                new Words("condition", "条件"),
                new Words("policy", "策略"),
                new Words("figure", "指标"),
                new Words("browser", "浏览器"),
                new Words("simulator", "仿真"),
                new Words("allowed", "允许差"),
                Words.same(""))) {
            out.append("<th>").append(head.html());
        }
        out.append("</tr>");
        all.forEach(one -> rows(out, one));
        out.append("</table>");
        all.forEach(one -> plots(out, one));
    }

    private static void rows(StringBuilder out, Agreement one) {
        for (Check check : one.checks()) {
            begin(out, one, BrowserTexts.figure(check.name()), check.real(), check.simulated());
            out.append(String.format(
                    Locale.ROOT, "<td>%.2f<td class=\"%s\">", check.allowed(), check.agrees() ? "yes" : "no"));
            out.append((check.agrees() ? new Words("agrees", "一致") : new Words("differs", "不一致")).html());
            out.append("</tr>");
        }
        for (Agreement.Told told : one.told()) {
            begin(out, one, told.name(), told.real(), told.simulated());
            out.append("<td><td></tr>");
        }
    }

    private static void begin(StringBuilder out, Agreement one, Words figure, double real, double simulated) {
        out.append("<tr><td>").append(SvgPlot.escaped(one.condition()));
        out.append("<td>").append(SvgPlot.escaped(one.policy()));
        out.append("<td>").append(figure.html());
        out.append(String.format(Locale.ROOT, "<td>%.2f<td>%.2f", real, simulated));
    }

    /** The first run of each side. Their channels differ: what is alike is how they look, not when something happens. */
    private static void plots(StringBuilder out, Agreement one) {
        BrowserCourse real = one.real().getFirst().course();
        SimulatedTwin.Course simulated = one.simulated().getFirst().course();
        out.append("<h3>")
                .append(SvgPlot.escaped(one.condition() + ", " + one.policy()))
                .append("</h3>");
        Words browser = new Words("browser", "浏览器");
        Words simulator = new Words("simulator", "仿真");
        List<double[]> delays =
                BrowserReport.points(real.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::delayMs);
        SvgPlot.append(
                out,
                real.seconds(),
                new Words("ms from capture to screen", "ms（采集到显示）"),
                List.of(
                        new SvgPlot.Line("blue", browser, delays),
                        new SvgPlot.Line("orange", simulator, simulated.delaysMs())),
                List.of());
        List<double[]> heights =
                BrowserReport.points(real.pictures(), BrowserCourse.Picture::s, BrowserCourse.Picture::height);
        SvgPlot.append(
                out,
                real.seconds(),
                new Words("lines", "行"),
                List.of(
                        new SvgPlot.Line("blue", browser, heights),
                        new SvgPlot.Line("orange", simulator, simulated.heights())),
                List.of());
    }
}
