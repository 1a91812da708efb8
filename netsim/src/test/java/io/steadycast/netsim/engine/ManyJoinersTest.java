package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A crowd joins: the host must not pay for each of them. */
final class ManyJoinersTest {
    private static final int WINDOW_MS = 5_000;

    @ParameterizedTest
    @CsvSource({"200, 3", "2000, 3"})
    void aCrowdCostsFewKeyframes(int viewers, long limit) {
        long seed = Trial.seed(400);
        String about = Trial.reproduce(getClass(), "aCrowdCostsFewKeyframes", seed);
        Simulation simulation = new Simulation(SimulationConfig.of(seed, 3));
        // A tenth of a browser's rates: what is counted here is keyframes and time, not bytes.
        HostConfig small = HostConfig.browser()
                .withLayers(
                        new HostConfig.Layer("q", 320, 180, 100_000),
                        new HostConfig.Layer("f", 1280, 720, viewers > 1_000 ? 200_000 : 600_000));
        SimHost host = simulation.addHost(0, small, Trial.GOOD, Trial.GOOD);
        // Long after the last keyframe: nothing in the log serves a joiner.
        simulation.runMs(20_000);
        long before = host.endpoint().requestedKeyframes();
        List<SimViewer> joined = new ArrayList<>();
        DirectionSpec link = Trial.delay(20);
        for (int i = 0; i < viewers; i++) {
            ViewerConfig config = ViewerConfig.browser(10_000 + 10L * i).withFeedbackMs(200);
            joined.add(simulation.addViewer(1 + i % 2, host, config, link, link));
            simulation.runFor(WINDOW_MS * Trial.MS / viewers);
        }
        simulation.runMs(2_000);
        long keyframes = host.endpoint().requestedKeyframes() - before;
        double[] first = joined.stream()
                .mapToDouble(viewer -> viewer.endpoint().playout().firstFrameAfterNs() / 1e6)
                .toArray();
        Trial.print(
                "%d viewers within %d s cost %d keyframes; first frame P50 %.0f P95 %.0f ms",
                viewers, WINDOW_MS / 1000, keyframes, Trial.percentile(first, 0.5), Trial.percentile(first, 0.95));
        assertThat(joined).as(about).allMatch(viewer -> viewer.endpoint().playing());
        assertThat(keyframes).as(about).isLessThanOrEqualTo(limit);
        Trial.assertSound(about, simulation, joined.toArray(new SimViewer[0]));
    }
}
