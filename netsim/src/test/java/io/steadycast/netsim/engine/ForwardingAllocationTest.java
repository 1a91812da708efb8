package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.sim.SimHost;
import io.steadycast.netsim.sim.SimShard;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** House law 6: in the steady state a packet is forwarded to fifty viewers without allocating anything. */
final class ForwardingAllocationTest {
    private static final int VIEWERS = 50;

    @Test
    void forwardingAllocatesNothing() {
        long seed = Trial.seed(900);
        String about = Trial.reproduce(getClass(), "forwardingAllocatesNothing", seed);
        Simulation simulation = new Simulation(SimulationConfig.of(seed, 1));
        SimHost host = simulation.addHost(0, HostConfig.browser(), Trial.GOOD, Trial.GOOD);
        simulation.runMs(2_000);
        for (int i = 0; i < VIEWERS; i++) {
            simulation.addViewer(0, host, Trial.GOOD, Trial.GOOD);
        }
        // Connected, warm, compiled.
        simulation.runMs(20_000);
        SimShard shard = simulation.shard(0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        shard.measure(threads::getCurrentThreadAllocatedBytes);
        long sentBefore = shard.sent();
        simulation.runMs(10_000);
        long packets = shard.sent() - sentBefore;
        double bytesPerPacket = (double) shard.measuredBytes() / packets;
        Trial.print(
                "steady state, 1 host and %d viewers on a shard: %d packets out, %d bytes allocated on RTP in, %.3f bytes per packet",
                VIEWERS, packets, shard.measuredBytes(), bytesPerPacket);
        assertThat(packets).as(about).isGreaterThan(100_000);
        assertThat(bytesPerPacket).as(about).isLessThan(0.05);
    }
}
