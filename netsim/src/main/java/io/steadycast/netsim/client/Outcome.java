package io.steadycast.netsim.client;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a run of clients went.
 *
 * @param report the whole, as JSON
 * @param failures one line for each kind of failure, with the number of sessions that it hit
 * @param sessions that were wanted
 * @param begun of them, those that media flowed in
 * @param failed of them, those that never began or ended before their time
 */
public record Outcome(ObjectNode report, List<String> failures, int sessions, int begun, int failed) {
    public Outcome {
        failures = List.copyOf(failures);
    }
}
