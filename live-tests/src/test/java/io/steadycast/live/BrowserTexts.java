package io.steadycast.live;

import java.util.Locale;
import java.util.Map;

/** Stateless. Chinese for what {@link BrowserTargets} and {@link EnduranceStep} say in English. */
final class BrowserTexts {
    private static final Map<String, String> FIGURES = Map.ofEntries(
            Map.entry("stall %", "卡顿 %"),
            Map.entry("stall in gaps of 400 ms %", "400 ms 以上间隔的卡顿 %"),
            Map.entry("fps", "帧率"),
            Map.entry("height", "画面高度"),
            Map.entry("delay P50 ms", "画面时延 P50 ms"),
            Map.entry("delay P95 ms", "画面时延 P95 ms"),
            Map.entry("overhead %", "冗余开销 %"),
            Map.entry("audio concealed %", "音频补偿 %"),
            Map.entry("server CPU over nack-only's", "服务器 CPU 与 nack-only 之比"),
            Map.entry("received kbit/s", "接收 kbit/s"),
            Map.entry("stall ratio %", "卡顿率 %"),
            Map.entry("fps at the end", "结束时帧率"),
            Map.entry("stuck steps", "卡死的步数"),
            Map.entry("broken pictures", "损坏的画面"),
            Map.entry("heap after a collection, MiB", "回收后的堆 MiB"),
            Map.entry("direct buffers, MiB", "直接缓冲 MiB"),
            Map.entry("resident, MiB", "常驻内存 MiB"),
            Map.entry("errors in the server's log", "服务器日志中的错误"));

    private BrowserTexts() {}

    static Words figure(String english) {
        return new Words(english, FIGURES.getOrDefault(english, english));
    }

    static Words verdict(BrowserTargets.Verdict verdict) {
        String bound = verdict.bound() == Math.rint(verdict.bound())
                ? Integer.toString((int) verdict.bound())
                : Double.toString(verdict.bound());
        String chinese = String.format(
                Locale.ROOT,
                "%s %s %s %s，实测 %.2f",
                verdict.met() ? "达成" : "未达成",
                figure(verdict.figure()).zh(),
                verdict.atMost() ? "≤" : "≥",
                bound,
                verdict.measured());
        return new Words(verdict.toString(), chinese);
    }
}
