package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.PacketKind;
import io.steadycast.netsim.endpoint.RepairReport;
import io.steadycast.netsim.endpoint.ViewerReport;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import org.junit.jupiter.api.Test;

/** A host that paces, whose frames vary, and that follows its own uplink. */
final class AdaptiveHostTest {
    private static final DirectionSpec PATH = Trial.delay(25);

    @Test
    void sendsAllLayersOverAGoodUplinkAtTheirRates() {
        long seed = Trial.seed(910);
        String about = Trial.reproduce(getClass(), "sendsAllLayersOverAGoodUplinkAtTheirRates", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.ladder(), PATH, PATH);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(3_000);
        long before = viewer.endpoint()
                .report(simulation.nowNs())
                .traffic(PacketKind.VIDEO)
                .bytes();
        long framesBefore = viewer.endpoint().playout().frames();
        simulation.runMs(30_000);
        ViewerReport report = viewer.endpoint().report(simulation.nowNs());
        double kbps = (report.traffic(PacketKind.VIDEO).bytes() - before) * 8 / 30e3;
        Trial.print(
                "ladder over a good uplink: %.0f kbit/s of video, %d frames of 750, frame delay %s, audio %s",
                kbps,
                viewer.endpoint().playout().frames() - framesBefore,
                report.video().frameDelay(),
                report.audio());
        Trial.assertSound(about, simulation, viewer);
        assertThat(host.endpoint().layerActive(2)).as(about).isTrue();
        assertThat(kbps).as(about).isBetween(1_100.0, 1_450.0);
        assertThat(viewer.endpoint().playout().frames() - framesBefore)
                .as(about)
                .isBetween(735L, 751L);
        assertThat(report.audio().concealedShare()).as(about).isLessThan(0.01);
        assertThat(report.stallRatio(200 * Trial.MS)).as(about).isZero();
        RepairReport repair = report.repair();
        assertThat(repair.lost()).as(about).isZero();
    }

    @Test
    void switchesItsTopLayerOffAndOnWithItsUplink() {
        long seed = Trial.seed(911);
        String about = Trial.reproduce(getClass(), "switchesItsTopLayerOffAndOnWithItsUplink", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.ladder(), PATH, PATH);
        simulation.runMs(5_000);
        assertThat(host.endpoint().layerActive(2)).as(about).isTrue();
        DirectionSpec narrowPath = PATH.withCapacity(Capacity.ofBps(700_000)).withQueue(QueueSpec.dropTail(60_000));
        simulation.change(host.path(), Direction.UP, narrowPath);
        simulation.runMs(10_000);
        double narrow = host.endpoint().estimateBps();
        boolean topWasOff = !host.endpoint().layerActive(2);
        simulation.change(host.path(), Direction.UP, PATH);
        simulation.runMs(40_000);
        Trial.print(
                "uplink 700 kbit/s: estimate %.0f kbit/s; free again for 40 s: %.0f kbit/s",
                narrow / 1e3, host.endpoint().estimateBps() / 1e3);
        assertThat(topWasOff).as(about).isTrue();
        assertThat(host.endpoint().layerActive(0)).as(about).isTrue();
        assertThat(narrow).as(about).isBetween(250e3, 900e3);
        assertThat(host.endpoint().layerActive(2)).as(about).isTrue();
    }
}
