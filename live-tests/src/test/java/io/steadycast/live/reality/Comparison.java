package io.steadycast.live.reality;

import java.util.List;

/**
 * Immutable. One condition, run with several seeds on both sides, and whether their means agree.
 *
 * @param condition of all runs
 * @param runs one for each seed
 */
record Comparison(Condition condition, List<Run> runs) {
    private static final double LOSS_SHARE = 0.15;
    /** Less is not told apart: a single packet in a thousand. */
    private static final double LOSS_FLOOR_PERCENT = 0.1;

    private static final double QUIET_STALL_POINTS = 1;

    Comparison {
        runs = List.copyOf(runs);
    }

    /**
     * One seed.
     *
     * @param seed of it
     * @param real what Chromium saw
     * @param simulated what the model saw
     * @param stamps of the emulators; all VALID, or why not
     * @param valid whether the emulators kept up
     * @param course of both, second by second
     */
    record Run(long seed, Figures real, Figures simulated, String stamps, boolean valid, Course course) {}

    /**
     * Second by second from the begin of the measurement.
     *
     * @param realFrames pictures that Chromium decoded
     * @param simulatedFrames pictures that the model showed
     * @param realKbps received
     * @param simulatedKbps received
     */
    record Course(
            List<Double> realFrames, List<Double> simulatedFrames, List<Double> realKbps, List<Double> simulatedKbps) {
        Course {
            realFrames = List.copyOf(realFrames);
            simulatedFrames = List.copyOf(simulatedFrames);
            realKbps = List.copyOf(realKbps);
            simulatedKbps = List.copyOf(simulatedKbps);
        }
    }

    Figures real() {
        return Figures.mean(runs.stream().map(Run::real).toList());
    }

    Figures simulated() {
        return Figures.mean(runs.stream().map(Run::simulated).toList());
    }

    List<Check> checks() {
        return checks(real(), simulated());
    }

    static List<Check> checks(Figures real, Figures simulated) {
        Check loss = new Check(
                "loss %",
                real.lossPercent(),
                simulated.lossPercent(),
                Math.max(LOSS_FLOOR_PERCENT, LOSS_SHARE * real.lossPercent()));
        return List.of(
                Check.rate(real.receivedKbps(), simulated.receivedKbps()),
                loss,
                Check.stall(real.stallPercent(), simulated.stallPercent()));
    }

    /** What counts as no loss and as no stalls. */
    static boolean isQuiet(Figures figures) {
        return figures.lossPercent() <= LOSS_FLOOR_PERCENT && figures.stallPercent() <= QUIET_STALL_POINTS;
    }

    boolean agrees() {
        return checks().stream().allMatch(Check::agrees);
    }

    boolean valid() {
        return runs.stream().allMatch(Run::valid);
    }
}
