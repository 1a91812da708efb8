package io.steadycast.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.JsonNode;

/**
 * Immutable. What one viewer in a browser saw from three seconds after its first picture on.
 *
 * @param stallPercent of the time in gaps of at least 200 ms between pictures on the screen
 * @param stall400Percent the same of 400 ms
 * @param freezes by the browser's own count (gaps of three times the mean, or of 150 ms more); NaN where it has none
 * @param fps mean
 * @param harmonicFps time over the squares of the gaps: long ones weigh more
 * @param height mean, of pictures
 * @param delayP50Ms capture to screen, by the time code in the pictures; NaN if none was readable
 * @param delayP95Ms the same
 * @param age of what stood on the screen, freezes with it
 * @param receivedKbps video with repair, RTP payload and headers
 * @param overheadPercent retransmitted and parity bytes over the other media bytes, video; NaN where the browser does not tell
 * @param parityPercent what of that is parity; 0 where nobody sends any
 * @param concealedPercent of audio samples
 * @param firstFrameMs from the begin of the join; NaN if none came in half a minute
 * @param serverCpuPercent of one processor, the server's whole process; NaN where nobody measured
 */
record BrowserFigures(
        double stallPercent,
        double stall400Percent,
        double freezes,
        double fps,
        double harmonicFps,
        double height,
        double delayP50Ms,
        double delayP95Ms,
        PictureAge age,
        double receivedKbps,
        double overheadPercent,
        double parityPercent,
        double concealedPercent,
        double firstFrameMs,
        double serverCpuPercent) {
    private static final int GAP_MS = 200;
    private static final int LONG_GAP_MS = 400;

    /**
     * From what a page tells.
     *
     * @param seen {@code frames}: at, latencyMs, height of each picture; {@code from} and {@code to}: the time that counts; {@code before} and {@code after} it the
     *     inbound-rtp statistics {@code video} and {@code audio}; {@code firstFrameMs}
     */
    static BrowserFigures of(JsonNode seen) {
        double from = seen.path("from").asDouble();
        double to = seen.path("to").asDouble();
        double stall = 0;
        double longStall = 0;
        double squares = 0;
        double heights = 0;
        double last = from;
        int frames = 0;
        List<Double> delays = new ArrayList<>();
        for (JsonNode frame : seen.path("frames")) {
            double at = frame.path("at").asDouble();
            if (at < from || at > to) {
                continue;
            }
            double gap = at - last;
            stall += gap >= GAP_MS ? gap : 0;
            longStall += gap >= LONG_GAP_MS ? gap : 0;
            squares += gap * gap;
            last = at;
            frames++;
            heights += frame.path("height").asDouble();
            if (frame.path("latencyMs").asDouble() >= 0) {
                delays.add(frame.path("latencyMs").asDouble());
            }
        }
        stall += to - last >= GAP_MS ? to - last : 0;
        longStall += to - last >= LONG_GAP_MS ? to - last : 0;
        squares += (to - last) * (to - last);
        double parity = growth(seen, "video", "fecBytesReceived");
        parity = Double.isNaN(parity) ? 0 : parity;
        double repair = growth(seen, "video", "retransmittedBytesReceived") + parity;
        double received = growth(seen, "video", "bytesReceived");
        double samples = growth(seen, "audio", "totalSamplesReceived");
        return new BrowserFigures(
                100 * stall / (to - from),
                100 * longStall / (to - from),
                growth(seen, "video", "freezeCount"),
                frames * 1_000 / (to - from),
                (to - from) * 1_000 / squares,
                frames == 0 ? 0 : heights / frames,
                percentile(delays, 0.5),
                percentile(delays, 0.95),
                PictureAge.of(seen.path("frames"), from, to),
                (received + growth(seen, "video", "headerBytesReceived")) * 8 / (to - from),
                100 * repair / (received - repair),
                100 * parity / (received - repair),
                samples == 0 ? 0 : 100 * growth(seen, "audio", "concealedSamples") / samples,
                seen.path("firstFrameMs").isNumber() ? seen.path("firstFrameMs").asDouble() : Double.NaN,
                Double.NaN);
    }

    BrowserFigures withServerCpu(double percent) {
        return new BrowserFigures(
                stallPercent,
                stall400Percent,
                freezes,
                fps,
                harmonicFps,
                height,
                delayP50Ms,
                delayP95Ms,
                age,
                receivedKbps,
                overheadPercent,
                parityPercent,
                concealedPercent,
                firstFrameMs,
                percent);
    }

    /** Of a counter within the time that counts; NaN where the browser has no such counter. */
    private static double growth(JsonNode seen, String kind, String counter) {
        return seen.path("after").path(kind).path(counter).asDouble(Double.NaN)
                - seen.path("before").path(kind).path(counter).asDouble(Double.NaN);
    }

    private static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(values);
        return values.get(Math.min(values.size() - 1, (int) (share * values.size())));
    }

    /** Figure by figure. */
    static BrowserFigures median(List<BrowserFigures> runs) {
        return new BrowserFigures(
                median(runs, BrowserFigures::stallPercent),
                median(runs, BrowserFigures::stall400Percent),
                median(runs, BrowserFigures::freezes),
                median(runs, BrowserFigures::fps),
                median(runs, BrowserFigures::harmonicFps),
                median(runs, BrowserFigures::height),
                median(runs, BrowserFigures::delayP50Ms),
                median(runs, BrowserFigures::delayP95Ms),
                new PictureAge(
                        median(runs, run -> run.age().p50Ms()),
                        median(runs, run -> run.age().p95Ms())),
                median(runs, BrowserFigures::receivedKbps),
                median(runs, BrowserFigures::overheadPercent),
                median(runs, BrowserFigures::parityPercent),
                median(runs, BrowserFigures::concealedPercent),
                median(runs, BrowserFigures::firstFrameMs),
                median(runs, BrowserFigures::serverCpuPercent));
    }

    private static double median(List<BrowserFigures> runs, ToDoubleFunction<BrowserFigures> figure) {
        // NaN sorts last: what nobody saw is worse than what somebody did.
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Of a table.
     *
     * @param decimals of its values
     */
    record Column(Words name, int decimals, ToDoubleFunction<BrowserFigures> value) {
        private static final int NARROWEST = 7;

        /** Of the column as text, the space before it with it. */
        private int width() {
            return 2 + Math.max(NARROWEST, name.en().length());
        }

        String of(BrowserFigures figures) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value.applyAsDouble(figures));
        }
    }

    static final List<Column> COLUMNS = List.of(
            new Column(new Words("stall %", "卡顿 %"), 2, BrowserFigures::stallPercent),
            new Column(new Words(">=400 %", "≥400 ms %"), 2, BrowserFigures::stall400Percent),
            new Column(new Words("freezes", "冻结次数"), 1, BrowserFigures::freezes),
            new Column(new Words("fps", "帧率"), 1, BrowserFigures::fps),
            new Column(new Words("harmonic", "调和帧率"), 1, BrowserFigures::harmonicFps),
            new Column(new Words("height", "高度"), 0, BrowserFigures::height),
            new Column(new Words("delay P50 ms", "时延 P50 ms"), 0, BrowserFigures::delayP50Ms),
            new Column(new Words("delay P95 ms", "时延 P95 ms"), 0, BrowserFigures::delayP95Ms),
            new Column(
                    new Words("age P50 ms", "画面年龄 P50 ms"), 0, one -> one.age().p50Ms()),
            new Column(
                    new Words("age P95 ms", "画面年龄 P95 ms"), 0, one -> one.age().p95Ms()),
            new Column(Words.same("kbps"), 0, BrowserFigures::receivedKbps),
            new Column(new Words("overhead %", "冗余 %"), 1, BrowserFigures::overheadPercent),
            new Column(new Words("parity %", "校验 %"), 1, BrowserFigures::parityPercent),
            new Column(new Words("audio concealed %", "音频补偿 %"), 2, BrowserFigures::concealedPercent),
            new Column(new Words("first frame ms", "首帧 ms"), 0, BrowserFigures::firstFrameMs),
            new Column(new Words("server CPU %", "服务器 CPU %"), 1, BrowserFigures::serverCpuPercent));

    static String header() {
        StringBuilder out = new StringBuilder();
        COLUMNS.forEach(column -> out.append(right(column.name().en(), column.width())));
        return out.toString();
    }

    String text() {
        StringBuilder out = new StringBuilder();
        COLUMNS.forEach(column -> out.append(right(column.of(this), column.width())));
        return out.toString();
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
