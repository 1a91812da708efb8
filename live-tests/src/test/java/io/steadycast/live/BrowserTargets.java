package io.steadycast.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Stateless. What medians of runs of 60 s in a real browser are to reach, condition by condition; docs/netsim/browsers.md has them as a table. */
final class BrowserTargets {
    private static final double ANY = Double.NaN;
    /** A path without loss or delay. */
    static final String CLEAN = "lab-clean:p50";

    private static final int CLEAN_DELAY_MS = 120;

    /** Bounds of one condition; NaN where there is none. T9's stall counts gaps of 400 ms and more: its frames are 160 ms apart. */
    private record Bounds(
            double stall,
            double longStall,
            double fps,
            double height,
            double delayP95Ms,
            double overhead,
            double concealed) {}

    private static final Map<String, Bounds> ALL = Map.of(
            "T1", new Bounds(0, ANY, 24, 500, 400, 14, 1),
            "T2", new Bounds(0.5, ANY, 24, 265, 750, 30, 1),
            "T3", new Bounds(0.5, ANY, 24, 500, 550, ANY, 1),
            "T4", new Bounds(1, ANY, 20, 265, 850, 55, 1),
            "T5", new Bounds(2, ANY, 20, 265, 1_050, 95, 3),
            "T6", new Bounds(5, ANY, ANY, 265, 1_350, 190, 3),
            "T8", new Bounds(1, ANY, ANY, 265, 1_150, 40, 1),
            "T9", new Bounds(ANY, 2, 6, ANY, 1_050, ANY, 1),
            "T10", new Bounds(1, ANY, ANY, ANY, 550, ANY, 1));

    /** Most stall, in percent, of a Firefox on the product's page; a bare player in it is told, not judged. */
    private static final Map<String, Double> FIREFOX = Map.of("T1", 1.5, "T2", 1.5, "T4", 1.5);

    private BrowserTargets() {}

    /**
     * One bound and whether it was met.
     *
     * @param atMost else at least
     */
    record Verdict(String figure, double measured, boolean atMost, double bound) {
        boolean met() {
            return atMost ? measured <= bound : measured >= bound;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s %s %s, measured %.2f",
                    met() ? "met   " : "MISSED",
                    figure,
                    atMost ? "<=" : ">=",
                    bound == Math.rint(bound) ? Integer.toString((int) bound) : Double.toString(bound),
                    measured);
        }
    }

    /** Empty for a condition without targets. */
    static List<Verdict> judge(String condition, BrowserFigures median) {
        List<Verdict> verdicts = new ArrayList<>();
        if (condition.equals(CLEAN)) {
            clean(verdicts, median);
        }
        Bounds bounds = ALL.get(condition);
        if (bounds == null) {
            return verdicts;
        }
        add(verdicts, "stall %", median.stallPercent(), true, bounds.stall());
        add(verdicts, "stall in gaps of 400 ms %", median.stall400Percent(), true, bounds.longStall());
        add(verdicts, "fps", median.fps(), false, bounds.fps());
        add(verdicts, "height", median.height(), false, bounds.height());
        add(verdicts, "delay P95 ms", median.delayP95Ms(), true, bounds.delayP95Ms());
        add(verdicts, "overhead %", median.overheadPercent(), true, bounds.overhead());
        add(verdicts, "audio concealed %", median.concealedPercent(), true, bounds.concealed());
        return verdicts;
    }

    /** How stall is counted under a condition. */
    static ToDoubleFunction<BrowserFigures> stall(String condition) {
        Bounds bounds = ALL.get(condition);
        return bounds == null || Double.isNaN(bounds.longStall())
                ? BrowserFigures::stallPercent
                : BrowserFigures::stall400Percent;
    }

    /** An adaptive viewer beside the arms that stood in the same runs; {@code medians} by the policy's name. */
    static List<ArmComparison> arms(String condition, Map<String, BrowserFigures> medians) {
        BrowserFigures ours = medians.get("adaptive");
        if (ours == null) {
            return List.of();
        }
        List<ArmComparison> arms = new ArrayList<>();
        medians.forEach((policy, theirs) -> {
            if (policy.startsWith("nack-")) {
                arms.add(ArmComparison.of(condition, policy, ours, theirs, stall(condition)));
            }
        });
        return arms;
    }

    /** Of a Firefox; empty for a condition without targets. */
    static List<Verdict> judgeFirefox(String condition, BrowserFigures median) {
        List<Verdict> verdicts = new ArrayList<>();
        add(verdicts, "stall %", median.stallPercent(), true, FIREFOX.getOrDefault(condition, ANY));
        return verdicts;
    }

    /** On a path without loss nothing is repaired, and nobody waits; that deciding so costs next to nothing is for {@link CpuPairs}. */
    private static void clean(List<Verdict> verdicts, BrowserFigures median) {
        add(verdicts, "overhead %", median.overheadPercent(), true, 0);
        add(verdicts, "delay P50 ms", median.delayP50Ms(), true, CLEAN_DELAY_MS);
    }

    private static void add(List<Verdict> verdicts, String figure, double measured, boolean atMost, double bound) {
        if (!Double.isNaN(bound)) {
            verdicts.add(new Verdict(figure, measured, atMost, bound));
        }
    }
}
