package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.Shard;
import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Hosts that reload, peers that die, peers that send rubbish. */
final class SessionEndsTest {
    private static final DirectionSpec LAN = Trial.GOOD;
    private static final Shard.Occupancy EMPTY = new Shard.Occupancy(0, 0, 0, 0, 0);

    @Test
    void viewersGoOnWhenTheirHostReloads() {
        long seed = Trial.seed(800);
        String about = Trial.reproduce(getClass(), "viewersGoOnWhenTheirHostReloads", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer viewer = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(5_000);
        for (int reload = 0; reload < 5; reload++) {
            host.endpoint().die();
            long leftNs = simulation.nowNs();
            SimHost next = simulation.addHost(reload % 2, HostConfig.browser(), LAN, LAN);
            simulation.remove(host.shard(), host.peerId());
            simulation.runMs(50);
            simulation.show(viewer, next);
            while (viewer.endpoint().hostShown() != (int) next.peerId()) {
                simulation.runMs(10);
                assertThat(simulation.nowNs() - leftNs).as(about).isLessThan(1_000 * Trial.MS);
            }
            simulation.runMs(7_000);
            host = next;
        }
        Trial.assertSound(about, simulation, viewer);
        assertThat(viewer.endpoint().skippedFrames()).as(about).isZero();
        assertThat(Math.abs(viewer.endpoint().syncOffsetNs())).as(about).isLessThan(45 * Trial.MS);
        Trial.print(
                "5 reloads of the host: longest gap %.0f ms, sync %.1f ms",
                viewer.endpoint().playout().longestGapNs() / 1e6,
                viewer.endpoint().syncOffsetNs() / 1e6);
    }

    @Test
    void whoDiesSilentlyLeavesNothingBehind() {
        long seed = Trial.seed(810);
        String about = Trial.reproduce(getClass(), "whoDiesSilentlyLeavesNothingBehind", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer near = simulation.addViewer(0, host, LAN, LAN);
        SimViewer far = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(3_000);
        far.endpoint().die();
        simulation.runMs(27_000);
        assertThat(simulation.shard(1).closeReason(far.peerId())).as(about).isNull();
        simulation.runMs(6_000);
        assertThat(simulation.shard(1).closeReason(far.peerId())).as(about).isEqualTo(CloseReason.CONSENT_EXPIRED);
        assertThat(simulation.shard(1).shard().occupancy()).as(about).isEqualTo(EMPTY);
        assertThat(near.endpoint().playout().frames()).as(about).isGreaterThan(900);
        host.endpoint().die();
        near.endpoint().die();
        simulation.runMs(35_000);
        assertThat(simulation.shard(0).shard().occupancy()).as(about).isEqualTo(EMPTY);
        assertThat(simulation.shard(1).shard().occupancy()).as(about).isEqualTo(EMPTY);
        Trial.assertSound(about, simulation, near, far);
    }

    /** Mutations of what they really send, and plain noise, from addresses that are validated. */
    @Test
    void hostileBytesDoNoHarm() {
        long seed = Trial.seed(820);
        String about = Trial.reproduce(getClass(), "hostileBytesDoNoHarm", seed);
        Simulation simulation = new Simulation(Trial.twoShards(seed));
        SimHost host = simulation.addHost(0, HostConfig.browser(), LAN, LAN);
        simulation.runMs(2_000);
        SimViewer victim = simulation.addViewer(1, host, LAN, LAN);
        SimViewer attacker = simulation.addViewer(1, host, LAN, LAN);
        simulation.runMs(2_000);
        SplittableRandom random = new SplittableRandom(seed);
        long before = victim.endpoint().playout().frames();
        for (int i = 0; i < 20_000; i++) {
            attacker.endpoint().sendRaw(simulation.nowNs(), noise(random));
            host.endpoint().sendRaw(simulation.nowNs(), noise(random));
            if (i % 4 == 0) {
                simulation.runMs(1);
            }
        }
        simulation.runMs(1_000);
        Trial.assertSound(about, simulation, victim);
        assertThat(victim.endpoint().playout().frames() - before).as(about).isGreaterThan(170);
        assertThat(victim.endpoint().skippedFrames()).as(about).isZero();
        assertThat(simulation.shard(1).drops().total()).as(about).isGreaterThan(15_000);
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1, 1_400)];
        random.nextBytes(bytes);
        if (random.nextInt(4) > 0) {
            // First byte of STUN, DTLS, RTP and RTCP (RFC 7983).
            bytes[0] = new byte[] {0, 22, (byte) 0x80, (byte) 0x81}[random.nextInt(4)];
        }
        if (bytes.length > 1 && random.nextBoolean()) {
            bytes[1] = (byte) (random.nextBoolean() ? 200 + random.nextInt(8) : 96 + random.nextInt(16));
        }
        return bytes;
    }
}
