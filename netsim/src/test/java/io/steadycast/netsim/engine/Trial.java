package io.steadycast.netsim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.media.engine.transport.DropReason;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.sim.SimViewer;
import io.steadycast.netsim.sim.Simulation;
import io.steadycast.netsim.sim.SimulationConfig;
import java.util.Arrays;
import java.util.Locale;

/** What the engine's tests in virtual time share: seeds, verdicts, figures. */
final class Trial {
    static final long MS = 1_000_000L;
    static final long SECOND_NS = 1_000 * MS;

    /** Five milliseconds, nothing lost. */
    static final DirectionSpec GOOD = delay(5);

    private Trial() {}

    static DirectionSpec delay(int delayMs) {
        return DirectionSpec.PLAIN.withOwnDelay(delayMs * MS);
    }

    /** {@code -Dnetsim.seed} repeats a failure. */
    static long seed(long usual) {
        return Long.getLong("netsim.seed", usual);
    }

    static SimulationConfig twoShards(long seed) {
        return SimulationConfig.of(seed, 2);
    }

    /** How to see a failure again. */
    static String reproduce(Class<?> test, String method, long seed) {
        return "reproduce: mvn test -pl netsim -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s#%s -Dnetsim.seed=%d"
                .formatted(test.getSimpleName(), method, seed);
    }

    /** Nothing that a decoder would have choked on, and no bug of the shard's own. */
    static void assertSound(String about, Simulation simulation, SimViewer... viewers) {
        assertThat(simulation.drops(DropReason.INTERNAL_ERROR))
                .as("%s; errors %s", about, simulation.errors())
                .isZero();
        for (SimViewer viewer : viewers) {
            assertThat(viewer.endpoint().complaints().count())
                    .as(
                            "%s; viewer %d: %s",
                            about, viewer.peerId(), viewer.endpoint().complaints())
                    .isZero();
        }
    }

    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(Math.ceil(share * sorted.length)) - 1)];
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency for one method
    static void print(String format, Object... values) {
        System.out.println("[netsim] " + String.format(Locale.ROOT, format, values));
    }
}
