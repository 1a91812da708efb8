package io.steadycast.live;

import io.steadycast.live.reality.Check;
import java.util.List;

/**
 * Immutable. What {@code netsim browsers --json} writes.
 *
 * @param runs of browsers
 * @param judged medians over the runs, and what they were to reach; empty while runs are still to come
 * @param simulated beside them; empty without {@code --simulated}
 */
record BrowserJson(List<BrowserBench.Run> runs, List<Judged> judged, List<Compared> simulated) {
    BrowserJson {
        runs = List.copyOf(runs);
        judged = List.copyOf(judged);
        simulated = List.copyOf(simulated);
    }

    /** One condition and policy: what is judged, what is told, and each run of the simulator. */
    record Compared(
            String condition,
            String policy,
            boolean agrees,
            List<Check> checks,
            List<Agreement.Told> told,
            List<SimulatedTwin.Seen> seen) {}

    /** One condition and policy. */
    record Judged(
            String condition,
            String policy,
            BrowserFigures median,
            boolean met,
            List<BrowserTargets.Verdict> verdicts,
            List<Arm> arms,
            List<CpuPairs.Pair> cpuPairs) {}

    /** Beside another policy. */
    record Arm(boolean met, ArmComparison.Stall stall, boolean delayMet, ArmComparison figures) {}

    private static Judged judged(BrowserReport.Row row) {
        return new Judged(
                row.condition(),
                row.policy(),
                row.median(),
                row.met(),
                row.verdicts(),
                row.arms().stream()
                        .map(arm -> new Arm(arm.met(), arm.stall(), arm.delayMet(), arm))
                        .toList(),
                row.pairs().map(CpuPairs::pairs).orElse(List.of()));
    }

    static BrowserJson of(List<BrowserBench.Run> runs, List<BrowserReport.Row> rows, List<Agreement> agreements) {
        return new BrowserJson(
                runs,
                rows.stream().map(BrowserJson::judged).toList(),
                agreements.stream()
                        .map(one -> new Compared(
                                one.condition(), one.policy(), one.agrees(), one.checks(), one.told(), one.simulated()))
                        .toList());
    }
}
