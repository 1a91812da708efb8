package io.steadycast.netsim.scenario;

import java.util.List;

/**
 * All runs of one scenario with one policy.
 *
 * @param policy its name
 * @param judged whether targets are held against it; else it is there to compare with
 * @param runs by seed, the same seeds for every policy
 */
public record PolicyOutcome(String policy, boolean judged, List<RunResult> runs) {
    public PolicyOutcome {
        runs = List.copyOf(runs);
    }

    public double[] bySeed(Metric metric) {
        return runs.stream().mapToDouble(run -> run.mean().value(metric)).toArray();
    }

    public Summary summary(Metric metric) {
        return Summary.of(bySeed(metric));
    }

    /** Each viewer of each run, in ascending order: for distributions. */
    public double[] byViewer(Metric metric) {
        return runs.stream()
                .flatMap(run -> run.viewers().stream())
                .mapToDouble(viewer -> viewer.value(metric))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }
}
