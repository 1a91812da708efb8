package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.ShardConfig;
import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import org.junit.jupiter.api.Test;

/** A host on one shard, its viewers on another. */
final class TwoShardsTest {
    private static final DirectionSpec LAN = Trial.GOOD;

    @Test
    void forwardsFromShardToShard() {
        long seed = Trial.seed(11);
        String about = Trial.reproduce(getClass(), "forwardsFromShardToShard", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer near = simulation.addViewer(0, host, LAN, LAN);
        SimViewer far = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(10_000);
        Trial.assertSound(about, simulation, near, far);
        for (SimViewer viewer : new SimViewer[] {near, far}) {
            assertThat(viewer.endpoint().playout().frames()).as(about).isGreaterThan(280);
            assertThat(viewer.endpoint().playout().widthPx()).as(about).isEqualTo(1280);
            assertThat(viewer.endpoint().audioPackets()).as(about).isGreaterThan(480);
            assertThat(viewer.endpoint().largestOffsetNs()).as(about).isLessThan(45 * Trial.MS);
        }
        assertThat(host.endpoint().badPackets()).as(about).isZero();
        assertThat(simulation.shard(1).drops().total()).as(about).isLessThan(20_000);
        Trial.print(
                "two shards: first frame %.0f ms near, %.0f ms far; sync %.1f ms",
                near.endpoint().playout().firstFrameAfterNs() / 1e6,
                far.endpoint().playout().firstFrameAfterNs() / 1e6,
                far.endpoint().largestOffsetNs() / 1e6);
    }

    @Test
    void switchesLayersHundredTimes() {
        long seed = Trial.seed(12);
        String about = Trial.reproduce(getClass(), "switchesLayersHundredTimes", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(3_000);
        int shown = 0;
        for (int i = 0; i < 100; i++) {
            int rank = i % 2 == 0 ? 0 : 2;
            simulation.selectLayer(viewer, LayerChoice.fixed(rank));
            simulation.runMs(2_200);
            shown += viewer.endpoint().encodingShown() == rank ? 1 : 0;
        }
        simulation.runMs(2_000);
        Trial.assertSound(about, simulation, viewer);
        assertThat(shown).as(about).isEqualTo(100);
        assertThat(viewer.endpoint().plis()).as(about).isZero();
        assertThat(viewer.endpoint().largestOffsetNs()).as(about).isLessThan(45 * Trial.MS);
        assertThat(viewer.endpoint().playout().longestGapNs()).as(about).isLessThan(400 * Trial.MS);
        Trial.print(
                "100 switches: longest gap %.0f ms, sync %.1f ms, frames %d",
                viewer.endpoint().playout().longestGapNs() / 1e6,
                viewer.endpoint().largestOffsetNs() / 1e6,
                viewer.endpoint().playout().frames());
    }

    @Test
    void dropsAndRaisesTemporalLayers() {
        long seed = Trial.seed(13);
        String about = Trial.reproduce(getClass(), "dropsAndRaisesTemporalLayers", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(1_000);
        int[] expected = {8, 15, 30};
        for (int round = 0; round < 30; round++) {
            int temporal = new int[] {0, 2, 1, 0, 1, 2}[round % 6];
            simulation.selectLayer(viewer, LayerChoice.fixed(2).withMaxTemporalId(temporal));
            simulation.runMs(500);
            long before = viewer.endpoint().playout().frames();
            simulation.runMs(2_000);
            long perSecond = (viewer.endpoint().playout().frames() - before) / 2;
            assertThat(perSecond)
                    .as("%s; temporal layer %d", about, temporal)
                    .isBetween(expected[temporal] - 2L, expected[temporal] + 1L);
        }
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
    }

    /** The ring of notifications is tiny and the reading shard is slow: notices are lost and counted, packets are not. */
    @Test
    void aFullRingIsCountedAndNeverBlocks() {
        long seed = Trial.seed(14);
        String about = Trial.reproduce(getClass(), "aFullRingIsCountedAndNeverBlocks", seed);
        ShardConfig usual = ShardConfig.defaults();
        ShardConfig tiny = new ShardConfig(
                new ShardConfig.Bounds(64, 64, 64, 1_024, 8),
                usual.tickNs(),
                usual.transport(),
                usual.ingress(),
                usual.egress());
        SimulationConfig config = Trial.twoShards(seed).withShard(tiny).withWakeDelay(30 * Trial.MS);
        Simulation simulation = new Simulation(config);
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(10_000);
        Trial.assertSound(about, simulation, viewer);
        assertThat(simulation.shard(0).drops().value(DropReason.RING_FULL))
                .as(about)
                .isPositive();
        assertThat(viewer.endpoint().playout().frames()).as(about).isGreaterThan(270);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
    }

    /** The log holds less than the reader sleeps: it is lapped, counts that, and recovers by the next keyframe. */
    @Test
    void aLappedReaderIsCountedAndRecovers() {
        long seed = Trial.seed(15);
        String about = Trial.reproduce(getClass(), "aLappedReaderIsCountedAndRecovers", seed);
        SimulationConfig config = Trial.twoShards(seed).withTrackSlots(64);
        Simulation simulation = new Simulation(config);
        HostConfig keyed = HostConfig.browser().withVideo(new HostConfig.Video(30, 3, 2_000, 3));
        SimHost host = simulation.addHost(0, keyed, LAN, LAN);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(3_000);
        for (int i = 0; i < 5; i++) {
            simulation.shard(1).pause(simulation.nowNs() + 1_500 * Trial.MS);
            simulation.runMs(5_000);
        }
        long before = viewer.endpoint().playout().frames();
        simulation.runMs(4_000);
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().playout().frames() - before).as(about).isGreaterThan(90);
        var stats = simulation.stats(viewer);
        assertThat(stats).isNotNull();
        assertThat(stats.drops().getOrDefault(DropReason.LAPPED, 0L)).as(about).isPositive();
    }

    @Test
    void theSameSeedGivesTheSameRun() {
        long seed = Trial.seed(16);
        String about = Trial.reproduce(getClass(), "theSameSeedGivesTheSameRun", seed);
        assertThat(digest(seed)).as(about).isEqualTo(digest(seed)).isNotEqualTo(digest(seed + 1));
    }

    private static long digest(long seed) {
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        DirectionSpec lossy = Trial.delay(20).withLoss(0.1).withJitter(10);
        SimHost host = simulation.addHost(0, HostConfig.browser(), lossy, lossy);
        SimViewer first = simulation.addViewer(1, host, lossy, lossy);
        simulation.runMs(3_000);
        simulation.addViewer(0, host, lossy, lossy);
        simulation.selectLayer(first, LayerChoice.fixed(0));
        simulation.runMs(5_000);
        return simulation.log().digest();
    }
}
