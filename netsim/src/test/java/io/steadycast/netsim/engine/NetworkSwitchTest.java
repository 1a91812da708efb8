package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.GapList;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.scenario.Conditions;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A viewer in a bus: its network becomes another one all at once, and then again the first. What the change costs is bounded, and what comes after it is as good as the network. */
final class NetworkSwitchTest {
    private static final int SEEDS = 2;
    private static final int FIRST_SSRC = 1_000;
    private static final int STAY_MS = 20_000;
    private static final int SETTLE_MS = 5_000;
    private static final long QUEUE_MS = 300;

    private static PathSpec network(String name) {
        return switch (name) {
            case "T1" -> simple(100, 3_000, 0.02, 0);
            case "T2" -> simple(200, 1_500, 0.1, 0);
            case "T3" -> simple(100, 2_000, 0.074, 9);
            case "T5" -> simple(200, 2_000, 0.3, 20);
            case "T6" -> simple(200, 2_000, 0.5, 0);
            case "T8" -> simple(400, 1_000, 0.1, 0);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PathSpec simple(int rttMs, int kbps, double loss, int burstMs) {
        Conditions.Losses losses = new Conditions.Losses(loss, 0, burstMs * Trial.MS);
        return new Conditions.Simple(rttMs, kbps, 0, losses, QUEUE_MS).spec();
    }

    /** Stalls in per cent of the time: after the change, after the change back, and after both without the first seconds. */
    private record Cost(double there, double back, double settled) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f %%, %.1f %%, later %.1f %%", there, back, settled);
        }
    }

    /** The bounds are per cent: of the 20 seconds after the change to the second network, of those after the change back, and of what is left of either after five. */
    @ParameterizedTest
    @CsvSource({"T1, T8, 20, 2, 3", "T3, T5, 8, 2, 3", "T2, T6, 8, 2, 3"})
    void anotherNetworkCostsAMomentAndNoMore(String first, String second, double there, double back, double settled) {
        long seed = Trial.seed(1);
        List<Cost> costs = new ArrayList<>();
        for (int i = 0; i < SEEDS; i++) {
            costs.add(run(seed + i, first, second));
        }
        Trial.print("%s to %s and back: %s", first, second, costs);
        String again = Trial.reproduce(NetworkSwitchTest.class, "*", seed);
        assertMean(costs, Cost::there, there, first + " to " + second + "; " + again);
        assertMean(costs, Cost::back, back, second + " to " + first + "; " + again);
        assertMean(costs, Cost::settled, settled, "5 s after; " + again);
    }

    private static Cost run(long seed, String first, String second) {
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        simulation.steerBy(Policies.byName("adaptive"));
        SimViewer viewer = simulation.addViewer(1, host, ViewerConfig.browser(FIRST_SSRC), network(first));
        simulation.runMs(STAY_MS);
        long thereNs = simulation.nowNs();
        simulation.change(viewer.path(), network(second));
        simulation.runMs(STAY_MS);
        GapList there = gaps(simulation, viewer);
        long backNs = simulation.nowNs();
        simulation.change(viewer.path(), network(first));
        simulation.runMs(STAY_MS);
        GapList back = gaps(simulation, viewer);
        Trial.assertSound(Trial.reproduce(NetworkSwitchTest.class, "*", seed), simulation, viewer);
        return new Cost(
                stall(there, thereNs, 0),
                stall(back, backNs, 0),
                Math.max(stall(there, thereNs, SETTLE_MS), stall(back, backNs, SETTLE_MS)));
    }

    private static GapList gaps(Simulation simulation, SimViewer viewer) {
        return viewer.endpoint().report(simulation.nowNs()).video().gaps();
    }

    /** Per cent of the time from {@code afterMs} after a change until the next. */
    private static double stall(GapList gaps, long changedNs, int afterMs) {
        long stalledNs = gaps.stalledNs(changedNs + afterMs * Trial.MS, GapList.MIN_GAP_NS);
        return 100.0 * stalledNs / ((STAY_MS - afterMs) * Trial.MS);
    }

    private static void assertMean(List<Cost> costs, ToDoubleFunction<Cost> part, double bound, String about) {
        double mean = costs.stream().mapToDouble(part).average().orElseThrow();
        assertThat(mean).as("%s", about).isLessThan(bound);
    }
}
