package io.steadycast.netsim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.scenario.Course.Column;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** A minute of made-up courses: 1000 kbps for 20 s, 2000 for 20 s, 500 for 20 s. */
final class EstimateMetricsTest {
    private static final int SAMPLES = 600;

    private static double capacity(int sample) {
        return sample < 200 ? 1_000 : sample < 400 ? 2_000 : 500;
    }

    private static MetricValues of(
            IntToDoubleFunction estimate, IntToDoubleFunction queueMs, double share, double cap) {
        Course.Builder builder = new Course.Builder(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            builder.set(Column.CAPACITY_KBPS, i, capacity(i))
                    .set(Column.ESTIMATE_KBPS, i, estimate.applyAsDouble(i))
                    .set(Column.QUEUE_MS, i, queueMs.applyAsDouble(i));
        }
        MetricValues.Builder values = new MetricValues.Builder();
        EstimateMetrics.fill(values, builder.build(), share, cap);
        return values.build();
    }

    @Test
    void riseIsTheTimeUntilNineTenthsOfTheNewCapacity() {
        // Grows by 10 kbps in each sample from 1000 on: 1800 after 80 samples.
        MetricValues values =
                of(i -> i < 200 ? 1_000 : i < 400 ? Math.min(2_000, 1_000 + 10 * (i - 200)) : 500, i -> 0, 1, 1e9);
        assertThat(values.value(Metric.RISE_TIME)).isCloseTo(8.0, within(1e-9));
    }

    @Test
    void aSourceThatCannotUseItAllNeedsNotEstimateIt() {
        MetricValues values = of(i -> i < 210 ? 1_000 : i < 400 ? 1_350 : 500, i -> 0, 1, 1_500);
        assertThat(values.value(Metric.RISE_TIME)).isCloseTo(1.0, within(1e-9));
        double used = 20 * 1_000 + 1 * 1_000 + 19 * 1_350 + 20 * 500;
        assertThat(values.value(Metric.ESTIMATE_UTILISATION))
                .isCloseTo(100 * used / (20 * 1_000 + 20 * 1_500 + 20 * 500), within(1e-6));
    }

    @Test
    void whatNeverRisesTookTheWholeStep() {
        assertThat(of(i -> 500, i -> 0, 1, 1e9).value(Metric.RISE_TIME)).isCloseTo(20, within(1e-9));
    }

    @Test
    void lossLowersWhatIsUsable() {
        MetricValues values = of(i -> 0.9 * capacity(i), i -> 0, 0.9, 1e9);
        assertThat(values.value(Metric.ESTIMATE_UTILISATION)).isCloseTo(100, within(1e-4));
    }

    @Test
    void queueSettlesWhenItStaysShortForASecond() {
        // After the fall at 400: 250 ms for 1.2 s, short for half a second, long again until 2.5 s.
        IntToDoubleFunction queue = i -> (i >= 400 && i < 412) || (i >= 417 && i < 425) ? 250 : 10;
        MetricValues values = of(i -> capacity(i), queue, 1, 1e9);
        assertThat(values.value(Metric.QUEUE_SETTLE)).isCloseTo(2.5, within(1e-9));
        // 15 of the 20 samples of the first two seconds are long.
        assertThat(values.value(Metric.OVERSHOOT)).isEqualTo(250);
    }

    @Test
    void aBackoffIsFalseOnlyWithoutQueueAndWithoutFallOfCapacity() {
        // At 100 without reason, at 300 with a queue, at 400 because capacity fell.
        IntToDoubleFunction estimate =
                i -> (i >= 100 && i < 120) || (i >= 300 && i < 320) ? 0.5 * capacity(i) : capacity(i);
        IntToDoubleFunction queue = i -> i >= 290 && i < 310 ? 200 : 0;
        assertThat(of(estimate, queue, 1, 1e9).value(Metric.FALSE_BACKOFFS)).isCloseTo(1, within(1e-9));
    }

    @Test
    void wanderingCapacityHasNoSteps() {
        Course.Builder builder = new Course.Builder(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            builder.set(Column.CAPACITY_KBPS, i, 1_000 + 300 * StrictMath.sin(i / 10.0))
                    .set(Column.ESTIMATE_KBPS, i, 900)
                    .set(Column.QUEUE_MS, i, 0);
        }
        MetricValues.Builder values = new MetricValues.Builder();
        EstimateMetrics.fill(values, builder.build(), 1, 1e9);
        assertThat(values.build().has(Metric.RISE_TIME)).isFalse();
        assertThat(values.build().has(Metric.QUEUE_SETTLE)).isFalse();
    }

    @Test
    void convergenceIsTheFirstMomentFromWhichItStaysNearTheEnd() {
        // Swings until 300, then 500: averaged over a second, within 10 % from sample 310 on at the latest.
        MetricValues values = of(i -> i < 300 ? (i % 20 < 10 ? 200 : 1_500) : 500, i -> 0, 1, 1e9);
        assertThat(values.value(Metric.CONVERGENCE)).isBetween(29.9, 31.1);
    }
}
