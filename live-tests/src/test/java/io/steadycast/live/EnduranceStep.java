package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Immutable. One step of a long run.
 *
 * @param atSeconds since the begin of the run, at the step's end
 * @param condition of the path
 * @param figures of this step alone
 * @param brokenPictures on the screen without a readable time code: what a decoder makes of missing packets, or an error of the decoder
 * @param lastPictureMs how long before the step's end the last picture came
 * @param memory of the server
 * @param why what the server said of its last decision
 */
record EnduranceStep(
        int atSeconds,
        String condition,
        BrowserFigures figures,
        int brokenPictures,
        double lastPictureMs,
        ServerProcess.Memory memory,
        String why) {
    /** A viewer that sees nothing so long at the end of a step does not come back by itself. */
    static final int STUCK_MS = 5_000;

    /** Until then caches and pools may fill. */
    static final int WARM_SECONDS = 300;

    private static final double LIVE_FPS = 20;
    private static final double MOST_GROWTH = 1.05;
    private static final double MOST_GROWTH_MIB = 4;

    static String header() {
        return "    min  condition      fps  stall %  height  delay P95 ms  broken  heap MiB  direct MiB  resident MiB";
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%7.1f  %-10s %7.1f %8.2f %7.0f %13.0f %7d %9.1f %11.1f %13.1f",
                atSeconds / 60.0,
                condition,
                figures.fps(),
                figures.stallPercent(),
                figures.height(),
                figures.delayP95Ms(),
                brokenPictures,
                memory.live(),
                memory.direct(),
                memory.resident());
    }

    /** What a run comes to, line by line; the last step was on a path that lets everything through. */
    static List<BrowserTargets.Verdict> judge(List<EnduranceStep> steps) {
        List<BrowserTargets.Verdict> verdicts = new ArrayList<>();
        verdicts.add(new BrowserTargets.Verdict(
                "fps at the end", steps.getLast().figures().fps(), false, LIVE_FPS));
        verdicts.add(new BrowserTargets.Verdict(
                "stuck steps",
                steps.stream().filter(step -> step.lastPictureMs() >= STUCK_MS).count(),
                true,
                0));
        verdicts.add(new BrowserTargets.Verdict(
                "broken pictures",
                steps.stream().mapToInt(EnduranceStep::brokenPictures).sum(),
                true,
                0));
        growth(verdicts, steps, "heap after a collection, MiB", ServerProcess.Memory::live);
        growth(verdicts, steps, "direct buffers, MiB", ServerProcess.Memory::direct);
        growth(verdicts, steps, "resident, MiB", ServerProcess.Memory::resident);
        return verdicts;
    }

    /** The last third of what comes after the warm time against its first third; nothing to say in a run that is hardly longer than that. */
    private static void growth(
            List<BrowserTargets.Verdict> verdicts,
            List<EnduranceStep> steps,
            String name,
            ToDoubleFunction<ServerProcess.Memory> figure) {
        double[] warm = steps.stream()
                .filter(step -> step.atSeconds() > WARM_SECONDS)
                .map(EnduranceStep::memory)
                .mapToDouble(figure)
                .toArray();
        int third = warm.length / 3;
        if (third > 0) {
            double before = mean(warm, 0, third);
            verdicts.add(new BrowserTargets.Verdict(
                    name,
                    mean(warm, warm.length - third, warm.length),
                    true,
                    Math.rint(10 * Math.max(MOST_GROWTH * before, before + MOST_GROWTH_MIB)) / 10));
        }
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
