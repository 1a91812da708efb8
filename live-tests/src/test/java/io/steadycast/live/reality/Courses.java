package io.steadycast.live.reality;

import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.endpoint.ViewerSeries;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Stateless. Both sides second by second. */
final class Courses {
    private static final long SECOND_NS = 1_000_000_000L;

    private Courses() {}

    static Comparison.Course of(RealViewer.Seen real, ViewerReport simulated, Setting setting) {
        int seconds = setting.durationMs() / 1_000;
        double[] realFrames = new double[seconds];
        double[] realKbps = new double[seconds];
        double fromMs = real.course().path("from").asDouble();
        for (JsonNode frame : real.course().path("decoded")) {
            add(realFrames, (frame.path("at").asDouble() - fromMs) / 1e3, 1);
        }
        double before = -1;
        for (JsonNode stats : real.course().path("stats")) {
            double bytes = stats.path("bytesReceived").asDouble()
                    + stats.path("headerBytesReceived").asDouble();
            if (before >= 0) {
                add(realKbps, (stats.path("at").asDouble() - fromMs) / 1e3, (bytes - before) * 8e-3);
            }
            before = bytes;
        }
        double[] frames = new double[seconds];
        double[] kbps = new double[seconds];
        ViewerSeries series = simulated.series();
        long fromNs = simulated.startNs() + real.start().fromNs();
        for (int i = 0; i < series.samples(); i++) {
            double at = (series.atNs(i) - ViewerSeries.STEP_NS / 2.0 - fromNs) / SECOND_NS;
            add(frames, at, series.value(ViewerSeries.Column.FRAMES, i));
            add(kbps, at, series.value(ViewerSeries.Column.RECEIVED_BYTES, i) * 8e-3);
        }
        return new Comparison.Course(list(realFrames), list(frames), list(realKbps), list(kbps));
    }

    private static void add(double[] seconds, double at, double value) {
        if (at >= 0 && at < seconds.length) {
            seconds[(int) at] += value;
        }
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(Math.round(value * 10) / 10.0);
        }
        return list;
    }
}
