package io.steadycast.netsim.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.endpoint.HostConfig;
import io.steadycast.netsim.endpoint.ViewerConfig;
import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.truth.TruthLog;
import java.io.OutputStream;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Fifty viewers on the top layer, receiver model and log included: the full claim, 600 s in 30 s, is {@code ./steadycast netsim run --profile lab-clean --viewers 50
 * --duration 600s --seeds 1}. Here a share of it, with a bound that only a fault of kind breaks, since this machine has other work.
 */
final class SimulationSpeedTest {
    private static final int VIEWERS = 50;
    private static final int SECONDS = 20;
    private static final double MAX_US_PER_PACKET = 250;

    private record Speed(String hash, double usPerPacket, long delivered) {}

    private static Speed run() {
        long beganNs = System.nanoTime();
        Simulation simulation = new Simulation(SimulationConfig.of(1, 1));
        var log = new TruthLog(OutputStream.nullOutputStream(), 1);
        simulation.observe(log);
        PathSpec path = PathSpec.symmetric(BaseDelay.ofRttMs(20), DirectionSpec.PLAIN);
        SimHost host = simulation.addHost(0, HostConfig.browser(), path);
        simulation.runMs(1_000);
        SimViewer[] viewers = new SimViewer[VIEWERS];
        for (int i = 0; i < VIEWERS; i++) {
            viewers[i] = simulation.addViewer(0, host, ViewerConfig.browser(100_000 + 10L * i), path);
        }
        simulation.runMs(SECONDS * 1_000);
        String hash = log.finish().sha256();
        double us = (System.nanoTime() - beganNs) / 1e3;
        long delivered = 0;
        for (SimViewer viewer : viewers) {
            delivered += viewer.path().down().counters().delivered();
        }
        return new Speed(hash, us / delivered, delivered);
    }

    @Test
    void fiftyViewersAreFastAndRepeatable() {
        Speed first = run();
        Speed second = run();
        System.out.printf(
                Locale.ROOT,
                "[netsim] %d viewers, %d s: %d packets, %.1f us each cold, %.1f us warm%n",
                VIEWERS,
                SECONDS,
                second.delivered(),
                first.usPerPacket(),
                second.usPerPacket());
        assertThat(second.hash()).isEqualTo(first.hash());
        assertThat(second.delivered()).isGreaterThan(200_000);
        assertThat(second.usPerPacket()).isLessThan(MAX_US_PER_PACKET);
    }
}
