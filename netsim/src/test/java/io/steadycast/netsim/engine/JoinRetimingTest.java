package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.QueueSpec;
import io.steadycast.netsim.policy.Policies;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A joiner is served from the log, paced and re-timed: three seconds later it is where an old viewer is, at whatever age of the keyframe it came. */
final class JoinRetimingTest {
    private static final DirectionSpec PATH = Trial.delay(20).withJitter(5);

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 1_000, 1_500, 1_900, 2_500, 4_000, 6_000, 12_000})
    void aJoinerIsSoonWhereAnOldViewerIs(int keyframeAgeMs) {
        long seed = Trial.seed(600 + keyframeAgeMs);
        String about = Trial.reproduce(getClass(), "aJoinerIsSoonWhereAnOldViewerIs", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        // A keyframe each 20 s: the one before a joiner has the age that is wanted.
        HostConfig config = HostConfig.browser().withVideo(new HostConfig.Video(30, 3, 20_000, 5));
        SimHost host = simulation.addHost(0, config, Trial.GOOD, Trial.GOOD);
        SimViewer old = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(15_000);
        long keyframes = host.endpoint().keyframes();
        while (host.endpoint().keyframes() == keyframes) {
            simulation.runMs(10);
        }
        long handshakeMs = 120;
        simulation.runMs(Math.max(1, keyframeAgeMs - handshakeMs));
        SimViewer joiner = simulation.addViewer(1, host, PATH, PATH);
        simulation.runMs(500);
        while (!joiner.endpoint().playing()) {
            simulation.runMs(10);
        }
        simulation.runMs(3_000);
        double lateMs = (joiner.endpoint().playout().latenessNs()
                        - old.endpoint().playout().latenessNs())
                / 1e6;
        double delayMs = (joiner.endpoint().delayNs() - old.endpoint().delayNs()) / 1e6;
        double syncMs = joiner.endpoint().syncOffsetNs() / 1e6;
        Trial.print(
                "join at keyframe age %.1f s: first frame %.0f ms, lateness beyond an old viewer's %.1f ms, delay %.1f ms, sync %.1f ms, keyframes asked %d",
                keyframeAgeMs / 1e3,
                joiner.endpoint().playout().firstFrameAfterNs() / 1e6,
                lateMs,
                delayMs,
                syncMs,
                host.endpoint().requestedKeyframes());
        Trial.assertSound(about, simulation, old, joiner);
        assertThat(joiner.endpoint().syncMeasured()).as(about).isTrue();
        assertThat(Math.abs(lateMs)).as(about).isLessThanOrEqualTo(50);
        assertThat(Math.abs(delayMs)).as(about).isLessThanOrEqualTo(50);
        assertThat(Math.abs(syncMs)).as(about).isLessThanOrEqualTo(45);
    }

    /** A replay that a narrow path's pace stretches: what it promised with its timestamps is what came, so the first live frames are shown when they are due. */
    @ParameterizedTest
    @ValueSource(ints = {60, 200, 400})
    void aReplayOverANarrowPathEndsWithoutAGap(int rttMs) {
        long seed = Trial.seed(700 + rttMs);
        String about = Trial.reproduce(getClass(), "aReplayOverANarrowPathEndsWithoutAGap", seed);
        Simulation simulation = new Simulation(SimulationConfig.of(seed, 1));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        simulation.steerBy(Policies.byName("B4"));
        DirectionSpec down = Trial.delay(rttMs / 2)
                .withCapacity(Capacity.ofKbps(1_000))
                .withQueue(QueueSpec.ofMs(300, 1_000_000, new QueueSpec.Discipline.DropTail()));
        SimViewer joiner = simulation.addViewer(0, host, Trial.delay(rttMs / 2), down);
        simulation.runMs(10_000);
        Trial.assertSound(about, simulation, joiner);
        assertThat(joiner.endpoint().playing()).as(about).isTrue();
        assertThat(joiner.endpoint().playout().longestGapMs()).as(about).isLessThan(200);
    }
}
