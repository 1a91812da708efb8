package io.steadycast.netsim.scenario;

import java.util.List;

/**
 * What came out of one scenario, one policy and one seed.
 *
 * @param seed of everything random
 * @param mean of all viewers, and what belongs to the run as a whole
 * @param viewers each by itself, in the order of the scenario
 * @param first what is told of the first viewer
 * @param ending how it ended
 */
public record RunResult(long seed, MetricValues mean, List<MetricValues> viewers, FirstViewer first, Ending ending) {
    public RunResult {
        viewers = List.copyOf(viewers);
    }

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
