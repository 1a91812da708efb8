package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.ViewerStats;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss on either side, once everybody is connected. */
final class LossyPathTest {
    private static final DirectionSpec PATH = Trial.delay(20);

    /** Pictures that arrived whole: how many of them a browser passes over as late is its business and the playout delay's. */
    private static long whole(SimViewer viewer) {
        return viewer.endpoint().playout().frames() + viewer.endpoint().lateFrames();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10, 20})
    void viewersLossIsRepaired(int percent) {
        long seed = Trial.seed(500 + percent);
        String about = Trial.reproduce(getClass(), "viewersLossIsRepaired", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(3_000);
        simulation.change(viewer.path(), Direction.DOWN, PATH.withLoss(percent / 100.0));
        long before = whole(viewer);
        simulation.runMs(30_000);
        long frames = whole(viewer) - before;
        ViewerStats stats = simulation.stats(viewer);
        assertThat(stats).isNotNull();
        Trial.print(
                "%d %% viewer loss, RTT 40 ms: %d of 900 frames, %d freezes (%.1f s of 30), %d RTX, %d PLI, keyframes asked of the host %d",
                percent,
                frames,
                viewer.endpoint().playout().freezes(),
                viewer.endpoint().playout().frozenNs() / 1e9,
                viewer.endpoint().retransmissions(),
                viewer.endpoint().plis(),
                host.endpoint().requestedKeyframes());
        Trial.assertSound(about, simulation, viewer);
        assertThat(frames).as(about).isGreaterThan(percent >= 20 ? 500 : 800);
        assertThat(viewer.endpoint().retransmissions()).as(about).isPositive();
        assertThat(stats.media().get(1).sent().rtxPackets()).as(about).isPositive();
    }

    @Test
    void uplinkLossIsRepairedBeforeViewersSeeIt() {
        long seed = Trial.seed(520);
        String about = Trial.reproduce(getClass(), "uplinkLossIsRepairedBeforeViewersSeeIt", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        DirectionSpec up = Trial.delay(10);
        SimHost host = simulation.addHost(0, HostConfig.browser(), up, up);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(3_000);
        simulation.change(host.path(), Direction.UP, up.withLoss(0.1));
        long before = whole(viewer);
        simulation.runMs(30_000);
        long frames = whole(viewer) - before;
        Trial.print(
                "10 %% uplink loss, RTT 20 ms: %d of 900 frames, %d freezes, host repaired %d packets, skipped %d frames, duplicates %d",
                frames,
                viewer.endpoint().playout().freezes(),
                host.endpoint().retransmissions(),
                viewer.endpoint().skippedFrames(),
                simulation.drops(DropReason.RTP_DUPLICATE));
        Trial.assertSound(about, simulation, viewer);
        assertThat(frames).as(about).isGreaterThan(850);
        assertThat(host.endpoint().retransmissions()).as(about).isPositive();
        // A reserved number is filled once: the viewer's SRTP would refuse a second packet under it, and complain.
        assertThat(simulation.drops(DropReason.SRTP_REUSED_INDEX)).as(about).isZero();
    }
}
