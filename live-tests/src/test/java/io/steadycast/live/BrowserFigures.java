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
 * @param firstFrameMs from the begin of the join
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
                seen.path("firstFrameMs").asDouble(),
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
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static String header() {
        return "  stall %   >=400 %  freezes     fps  harmonic   height  delay P50 ms  delay P95 ms  age P50 ms  age P95 ms     kbps  overhead %  parity %  audio concealed %  first frame ms  server CPU %";
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%9.2f %9.2f %8.1f %7.1f %9.1f %8.0f %13.0f %13.0f %11.0f %11.0f %8.0f %11.1f %9.1f %18.2f %15.0f %13.1f",
                stallPercent,
                stall400Percent,
                freezes,
                fps,
                harmonicFps,
                height,
                delayP50Ms,
                delayP95Ms,
                age.p50Ms(),
                age.p95Ms(),
                receivedKbps,
                overheadPercent,
                parityPercent,
                concealedPercent,
                firstFrameMs,
                serverCpuPercent);
    }
}
