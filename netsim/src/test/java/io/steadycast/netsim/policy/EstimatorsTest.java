package io.steadycast.netsim.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.control.ViewerController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The baselines' estimates with saturating demand, against what theory says of them (ADAPTATION section 0). */
class EstimatorsTest {
    private static final long MS = 1_000_000L;
    private static final long SEED = Long.getLong("netsim.seed", 11);
    private static final int SEEDS = 3;

    private static FlowTrial trial(String policy, FlowTrial.Way way) {
        return trial(policy, way, SEED);
    }

    private static FlowTrial trial(String policy, FlowTrial.Way way, long seed) {
        ViewerController.Factory factory =
                Policies.byName(policy).controllers().factory((from, to) -> way.capacityBps() * (1 - way.loss()));
        ViewerController controller = factory.create(0, new FlowTrial(new FixedLayer(0, 0), way, seed));
        return new FlowTrial(controller, way, seed);
    }

    private static FlowTrial.Way way(double mbps, int rttMs, double loss) {
        return new FlowTrial.Way(mbps * 1e6, (int) (mbps * 1e6 / 8 * 0.3), rttMs * MS, loss);
    }

    @ParameterizedTest
    @CsvSource({"0.10, 2000", "0.20, 667", "0.30, 400", "0.50, 222"})
    void b0EndsAtItsLossCap(double loss, double kbps) {
        double sum = 0;
        for (int i = 0; i < SEEDS; i++) {
            sum += trial("B0", way(20, 100, loss), SEED + i).run(120, 60);
        }
        assertThat(sum / SEEDS / 1_000)
                .as("loss %.2f, seeds from %d on", loss, SEED)
                .isBetween(0.6 * kbps, 1.35 * kbps);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.2, 0.3})
    void b2FallsToItsFloor(double loss) {
        double bps = trial("B2", way(20, 100, loss)).run(60, 10);
        assertThat(bps).isBetween(100_000.0, 130_000.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B0", "B2"})
    void withoutLossTheCapacityIsFoundAndTheQueueStaysShort(String policy) {
        FlowTrial trial = trial(policy, way(2, 100, 0));
        double bps = trial.run(60, 20);
        assertThat(bps).as(policy).isBetween(1_400_000.0, 2_300_000.0);
        trial.takeLargestQueueMs();
        trial.run(20, 10);
        assertThat(trial.takeLargestQueueMs()).isLessThan(250);
    }

    @Test
    void b0StartsByProbing() {
        double bps = trial("B0", way(5, 50, 0)).run(4, 1);
        assertThat(bps).isGreaterThan(2_500_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"B0", "B2"})
    void aStepDownIsFollowed(String policy) {
        FlowTrial trial = trial(policy, way(2.5, 100, 0));
        trial.run(40, 5);
        trial.way(way(0.6, 100, 0));
        double bps = trial.run(10, 5);
        assertThat(bps).as(policy).isLessThan(800_000);
    }

    @Test
    void b3TakesRandomLossForCongestion() {
        double clean = trial("B3", way(20, 100, 0.01)).run(30, 10);
        double lossy = trial("B3", way(20, 100, 0.3)).run(60, 10);
        assertThat(lossy).isLessThan(clean);
    }
}
