package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Joins over a path that loses half of the packets in each direction: checks, a modelled handshake with the real timers of both ends, and media until the first
 * frame. Many viewers of one host, each with a path of its own, are as many independent trials.
 */
final class LossyJoinTest {
    private static final int RUNS = 8;
    private static final int VIEWERS = 15;
    private static final long GIVE_UP_MS = 20_000;

    @ParameterizedTest
    @CsvSource({"100, 0.5, 3000", "200, 0.5, 4000", "100, 0.3, 1500"})
    void firstFrame(int rttMs, double loss, long limitMs) {
        long seed = Trial.seed(300);
        String about = Trial.reproduce(getClass(), "firstFrame", seed);
        List<Double> connected = new ArrayList<>();
        List<Double> first = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            join(about, seed + run, Trial.delay(rttMs / 2).withLoss(loss), connected, first);
        }
        double[] all = first.stream().mapToDouble(Double::doubleValue).toArray();
        double[] handshakes =
                connected.stream().mapToDouble(Double::doubleValue).toArray();
        Trial.print(
                "join at %.0f %% loss both ways, RTT %d ms, %d seeds: connected P50 %.0f P90 %.0f ms; first frame P50 %.0f P90 %.0f P95 %.0f ms",
                100 * loss,
                rttMs,
                all.length,
                Trial.percentile(handshakes, 0.5),
                Trial.percentile(handshakes, 0.9),
                Trial.percentile(all, 0.5),
                Trial.percentile(all, 0.9),
                Trial.percentile(all, 0.95));
        assertThat(all.length).as(about).isGreaterThanOrEqualTo(100);
        assertThat(Trial.percentile(all, 0.5)).as(about).isLessThanOrEqualTo((double) limitMs);
    }

    private static void join(String about, long seed, DirectionSpec link, List<Double> connected, List<Double> first) {
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(3_000 + 137 * (seed % 16));
        List<SimViewer> viewers = new ArrayList<>();
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(simulation.addViewer(1, host, link, link));
            simulation.runMs(211);
        }
        long spentMs = 0;
        while (spentMs < GIVE_UP_MS
                && !viewers.stream().allMatch(viewer -> viewer.endpoint().playing())) {
            simulation.runMs(500);
            spentMs += 500;
        }
        for (SimViewer viewer : viewers) {
            connected.add(millis(viewer.endpoint().connectedAfterNs()));
            first.add(millis(
                    viewer.endpoint().playing() ? viewer.endpoint().playout().firstFrameAfterNs() : -1));
        }
        Trial.assertSound(about, simulation, viewers.toArray(new SimViewer[0]));
    }

    @Test
    void whoDoesNotGetConnectedJoinsAnewFromWhereItIs() {
        long seed = Trial.seed(301);
        String about = Trial.reproduce(getClass(), "whoDoesNotGetConnectedJoinsAnewFromWhereItIs", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(3_000);
        SimViewer first = simulation.addViewer(1, host, Trial.GOOD.withLoss(1), Trial.GOOD);
        simulation.runMs(10_000);
        assertThat(first.endpoint().connectedAfterNs()).as(about).isNegative();
        simulation.change(first.path(), Direction.UP, Trial.GOOD);
        SimViewer again = simulation.joinAnew(first, host);
        simulation.runMs(2_000);
        assertThat(again.endpoint()).as(about).isSameAs(first.endpoint());
        assertThat(again.endpoint().playing()).as(about).isTrue();
        assertThat(millis(again.endpoint().connectedAfterNs())).as(about).isBetween(10_000.0, 11_000.0);
        assertThat(simulation.stats(first)).as(about).isNull();
        Trial.assertSound(about, simulation, again);
    }

    private static double millis(long ns) {
        return ns < 0 ? GIVE_UP_MS : ns / 1e6;
    }
}
