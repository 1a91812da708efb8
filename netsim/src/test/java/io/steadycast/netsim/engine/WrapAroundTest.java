package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.ShardConfig;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All numbers go round, and a day goes by. */
final class WrapAroundTest {
    private static final DirectionSpec LAN = Trial.GOOD;
    private static final HostConfig.Layer SMALL = new HostConfig.Layer("f", 320, 180, 10_000);

    /** Every number is about to wrap when the viewer is there. */
    @Test
    void numbersWrapUnderAViewer() {
        long seed = Trial.seed(715);
        String about = Trial.reproduce(getClass(), "numbersWrapUnderAViewer", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        HostConfig config = HostConfig.browser()
                .withStart(new HostConfig.Start(65_000, 0xFFFF_FFFFL - 10 * 48_000, 32_568, 15, 65_000));
        SimHost host = simulation.addHost(0, config, LAN, LAN);
        simulation.runMs(1_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(30_000);
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().playout().frames()).as(about).isGreaterThan(890);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
        assertThat(viewer.endpoint().largestOffsetNs()).as(about).isLessThan(45 * Trial.MS);
        assertThat(viewer.endpoint().playout().freezes()).as(about).isZero();
    }

    /** 24 h, and the host's clock is wrong by 8.6 s in the end. */
    @ParameterizedTest
    @ValueSource(ints = {100, -100})
    void aDayWithADriftingHost(int ppm) {
        long seed = Trial.seed(720);
        String about = Trial.reproduce(getClass(), "aDayWithADriftingHost", seed);
        ShardConfig usual = ShardConfig.defaults();
        ShardConfig slowTicks =
                new ShardConfig(usual.bounds(), 50 * Trial.MS, usual.transport(), usual.ingress(), usual.egress());
        Simulation simulation = new Simulation(Trial.twoShards(seed).withShard(slowTicks));
        HostConfig config = HostConfig.browser()
                .withLayers(SMALL)
                .withVideo(new HostConfig.Video(5, 3, 0, 3))
                .withAudioPacketMs(200)
                .withDrift(ppm);
        SimHost host = simulation.addHost(0, config, LAN, LAN);
        simulation.runMs(2_000);
        ViewerConfig patient = ViewerConfig.browser(10).withFeedbackMs(1_000);
        SimViewer viewer = simulation.addViewer(1, host, patient, LAN, LAN);
        simulation.runMs(24L * 3_600_000);
        Trial.print(
                "24 h, %+d ppm: %d frames, %d audio packets, highest video number %d, largest sync error %.2f ms, longest gap %.0f ms",
                ppm,
                viewer.endpoint().playout().frames(),
                viewer.endpoint().audioPackets(),
                viewer.endpoint().highestVideoSequence(),
                viewer.endpoint().largestOffsetNs() / 1e6,
                viewer.endpoint().playout().longestGapNs() / 1e6);
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().playout().frames()).as(about).isGreaterThan(24L * 3_600 * 5 - 200);
        assertThat(viewer.endpoint().highestVideoSequence()).as(about).isGreaterThan(6 * 65_536);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
        assertThat(viewer.endpoint().transportGaps()).as(about).isZero();
        assertThat(viewer.endpoint().largestOffsetNs()).as(about).isLessThan(45 * Trial.MS);
        assertThat(viewer.endpoint().playout().longestGapNs()).as(about).isLessThan(1_000 * Trial.MS);
    }

    /** Rollover counters and picture ids go round many times while layers are switched. */
    @Test
    void switchesWhileNumbersWrap() {
        long seed = Trial.seed(730);
        String about = Trial.reproduce(getClass(), "switchesWhileNumbersWrap", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        HostConfig config = HostConfig.browser()
                .withLayers(
                        new HostConfig.Layer("q", 320, 180, 400_000), new HostConfig.Layer("f", 1280, 720, 4_000_000))
                .withStart(new HostConfig.Start(65_300, -1, 32_700, 15, -1));
        SimHost host = simulation.addHost(0, config, LAN, LAN);
        simulation.runMs(1_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        for (int i = 0; i < 60; i++) {
            int rank = i % 2;
            simulation.selectLayer(viewer, io.steadycast.media.engine.egress.LayerChoice.fixed(rank));
            simulation.runMs(rank == 1 ? 7_000 : 2_500);
        }
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().highestVideoSequence()).as(about).isGreaterThan(65_536);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
        assertThat(viewer.endpoint().largestOffsetNs()).as(about).isLessThan(45 * Trial.MS);
    }
}
