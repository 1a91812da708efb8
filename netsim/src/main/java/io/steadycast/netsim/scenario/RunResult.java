package io.steadycast.netsim.scenario;

import java.util.List;

/**
 * What came out of one scenario, one policy and one seed.
 *
 * @param seed of everything random
 * @param mean of all viewers, and what belongs to the run as a whole
 * @param viewers each by itself, in the order of the scenario
 * @param course of the first viewer; {@link Course#NONE} if it was not kept
 * @param decisions about the first viewer, in their order; none if they were not kept
 * @param ending how it ended
 */
public record RunResult(
        long seed,
        MetricValues mean,
        List<MetricValues> viewers,
        Course course,
        List<Explained> decisions,
        Ending ending) {
    public RunResult {
        viewers = List.copyOf(viewers);
        decisions = List.copyOf(decisions);
    }

    /** What was decided so long after the run's start, and why. */
    public record Explained(double atS, String text) {}

    /**
     * How a run ended.
     *
     * @param logHash SHA-256 of the ground-truth log, in hexadecimal digits
     * @param delivered datagrams at endpoints
     * @param errors that the engine called its own bugs
     */
    public record Ending(String logHash, long delivered, List<String> errors) {
        public Ending {
            errors = List.copyOf(errors);
        }
    }
}
