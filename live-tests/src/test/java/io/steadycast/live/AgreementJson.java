package io.steadycast.live;

import io.steadycast.live.reality.Check;
import java.util.List;

/**
 * Immutable. What {@code netsim browsers --json} writes.
 *
 * @param runs of browsers
 * @param simulated beside them; empty without {@code --simulated}
 */
record AgreementJson(List<BrowserBench.Run> runs, List<Compared> simulated) {
    AgreementJson {
        runs = List.copyOf(runs);
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

    static AgreementJson of(List<BrowserBench.Run> runs, List<Agreement> agreements) {
        return new AgreementJson(
                runs,
                agreements.stream()
                        .map(one -> new Compared(
                                one.condition(), one.policy(), one.agrees(), one.checks(), one.told(), one.simulated()))
                        .toList());
    }
}
