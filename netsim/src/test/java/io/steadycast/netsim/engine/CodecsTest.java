package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.egress.LayerChoice;
import io.steadycast.media.engine.log.Codec;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.VideoReport;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts with every codec that browsers send: simulcast of VP8 and H.264, spatial layers of VP9 and AV1; no decoder chokes on any of it. */
final class CodecsTest {
    private static final DirectionSpec PATH = Trial.delay(20);

    private static HostConfig config(Codec codec) {
        return HostConfig.ladder().withCodec(codec);
    }

    private static long whole(SimViewer viewer) {
        return viewer.endpoint().playout().frames() + viewer.endpoint().lateFrames();
    }

    @ParameterizedTest
    @EnumSource(value = Codec.class, names = "OPUS", mode = EnumSource.Mode.EXCLUDE)
    void losesNothingThatIsRepaired(Codec codec) {
        long seed = Trial.seed(810);
        String about = codec + ", " + Trial.reproduce(getClass(), "losesNothingThatIsRepaired", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, config(codec), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(3_000);
        simulation.change(viewer.path(), Direction.DOWN, PATH.withLoss(0.05));
        simulation.change(host.path(), Direction.UP, Trial.GOOD.withLoss(0.02));
        long before = whole(viewer);
        simulation.runMs(20_000);
        long frames = whole(viewer) - before;
        Trial.print(
                "%s, 5 %% down, 2 %% up: %d of 500 frames, %d of all late, %d freezes, %d RTX, %d PLI, keyframes asked of the host %d",
                codec,
                frames,
                viewer.endpoint().lateFrames(),
                viewer.endpoint().playout().freezes(),
                viewer.endpoint().retransmissions(),
                viewer.endpoint().plis(),
                host.endpoint().requestedKeyframes());
        Trial.assertSound(about, simulation, viewer);
        assertThat(frames).as(about).isGreaterThan(470);
        assertThat(viewer.endpoint().retransmissions()).as(about).isPositive();
        assertThat(host.endpoint().retransmissions()).as(about).isPositive();
        VideoReport.LayerTime top = topLayer(simulation, viewer);
        assertThat(top.encoding()).as(about).isEqualTo(2);
        assertThat(top.heightPx()).as(about).isEqualTo(540);
    }

    /** What each layer costs is what the ladder says: of layers in one stream, those below are left out but for key pictures. */
    @ParameterizedTest
    @EnumSource(value = Codec.class, names = "OPUS", mode = EnumSource.Mode.EXCLUDE)
    void eachLayerCostsWhatTheLadderSays(Codec codec) {
        long seed = Trial.seed(820);
        String about = codec + ", " + Trial.reproduce(getClass(), "eachLayerCostsWhatTheLadderSays", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, config(codec), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(2_000);
        for (int layer : List.of(2, 1, 0, 2)) {
            simulation.selectLayer(viewer, LayerChoice.fixed(layer));
            simulation.runMs(4_000);
            long before = viewer.path().down().counters().deliveredBytes();
            simulation.runMs(10_000);
            double kbps = (viewer.path().down().counters().deliveredBytes() - before) * 8 / 10e3;
            int wanted = config(codec).layers().get(layer).bitrateBps() / 1000;
            Trial.print(
                    "%s layer %d: %.0f kbps with audio and headers, the ladder says %d", codec, layer, kbps, wanted);
            assertThat(kbps).as(about).isBetween(0.85 * wanted + 32, 1.2 * wanted + 80);
        }
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().playout().frames()).as(about).isGreaterThan(1_300);
    }

    private static VideoReport.LayerTime topLayer(Simulation simulation, SimViewer viewer) {
        List<VideoReport.LayerTime> layers =
                viewer.endpoint().report(simulation.nowNs()).video().layers();
        return layers.getLast();
    }
}
