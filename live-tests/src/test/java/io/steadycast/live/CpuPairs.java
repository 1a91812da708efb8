package io.steadycast.live;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Immutable. What the server's process took for an adaptive viewer, and for one of nack-only right before or after it on the same server: neighbours in time, so that what slows a machine for a while slows both.
 *
 * @param pairs of each run
 */
record CpuPairs(List<Pair> pairs) {
    private static final double MOST = 1.05;

    CpuPairs {
        pairs = List.copyOf(pairs);
    }

    /** In percent of a processor. */
    record Pair(double adaptive, double nackOnly) {
        double ratio() {
            return adaptive / nackOnly;
        }
    }

    /** In the order of the runs. */
    static CpuPairs of(List<BrowserFigures> adaptive, List<BrowserFigures> nackOnly) {
        return new CpuPairs(IntStream.range(0, Math.min(adaptive.size(), nackOnly.size()))
                .mapToObj(i -> new Pair(
                        adaptive.get(i).serverCpuPercent(), nackOnly.get(i).serverCpuPercent()))
                .toList());
    }

    /** The median pair's. */
    double ratio() {
        double[] sorted = pairs.stream().mapToDouble(Pair::ratio).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    BrowserTargets.Verdict verdict() {
        return new BrowserTargets.Verdict("server CPU over nack-only's", ratio(), true, MOST);
    }

    Words words() {
        String each = pairs.stream()
                .map(pair ->
                        String.format(Locale.ROOT, "%.1f/%.1f (%.2f)", pair.adaptive(), pair.nackOnly(), pair.ratio()))
                .collect(Collectors.joining(", "));
        return new Words(
                "server CPU %, adaptive / nack-only, pair by pair: " + each,
                "服务器 CPU %，adaptive / nack-only，逐对：" + each);
    }
}
