package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.abr.estimate.PathTrial.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes find what there is, at the price that is asked for. Another run: -Dabr.seed=N. */
final class PathProberTest {
    private static final long SEED = Long.getLong("abr.seed", 5);

    @ParameterizedTest
    @CsvSource({"3, 100, 0", "3, 200, 0.1", "4, 100, 0.5", "3, 50, 0.02"})
    void aStartTakesLessThanTwoSeconds(double mbps, int rttMs, double loss) {
        PathTrial trial = new PathTrial(Way.of(mbps, rttMs).losing(loss), SEED);
        trial.sourceBps = 230_000;
        trial.wantedBps = 1_500_000;
        trial.run(2, 0.1);
        assertThat(trial.path().capacityBps)
                .as("%s Mbps, %d ms, loss %s, seed %d", mbps, rttMs, loss, SEED)
                .isGreaterThan(1_200_000);
    }

    @Test
    void aNarrowPathIsNotFlooded() {
        PathTrial trial = new PathTrial(Way.of(0.15, 300).losing(0.05), SEED);
        trial.packetBytes = 300;
        trial.wantedBps = 400_000;
        trial.run(1.5, 0.1);
        trial.takeLargestQueueMs();
        double bps = trial.run(20, 15);
        assertThat(bps).as("seed %d", SEED).isBetween(100_000.0, 190_000.0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.1, 0", "0.3, 0", "0.5, 0.5", "0.7, 0.7"})
    void lossDoesNotFailAProbe(double loss, double feedbackLoss) {
        PathTrial trial = new PathTrial(Way.of(3, 100).losing(loss).losingFeedback(feedbackLoss), SEED);
        trial.sourceBps = 500_000;
        trial.run(15, 5);
        trial.wantedBps = 2_000_000;
        trial.run(10, 1);
        assertThat(trial.path().capacityBps).as("loss %s, seed %d", loss, SEED).isGreaterThan(1_900_000);
        assertThat(trial.path().capacityBps).as("loss %s, seed %d", loss, SEED).isLessThan(3_300_000);
    }

    /** With feedback on a few of its packets alone a probe says nothing, and the next one may fare no better. */
    @Test
    void aProbeWaitsForFeedbackThatGetsThrough() {
        int known = 0;
        for (int seed = 1; seed <= 24; seed++) {
            PathTrial trial = new PathTrial(Way.of(3, 100).losing(0.7).losingFeedback(0.7), seed);
            trial.sourceBps = 500_000;
            trial.run(15, 5);
            trial.wantedBps = 2_000_000;
            trial.run(10, 1);
            known += trial.path().capacityBps > 1_900_000 ? 1 : 0;
        }
        assertThat(known).as("of seeds 1 to 24").isGreaterThanOrEqualTo(20);
    }

    @Test
    void whatThePathDoesNotCarryIsAskedForLessAndLessOften() {
        PathTrial trial = new PathTrial(Way.of(1, 100), SEED);
        trial.sourceBps = 500_000;
        trial.run(15, 5);
        trial.wantedBps = 1_500_000;
        trial.run(30, 1);
        int early = trial.probes();
        trial.run(90, 1);
        int late = trial.probes() - early;
        assertThat(trial.path().capacityBps).as("seed %d", SEED).isLessThan(1_150_000);
        assertThat(early).as("seed %d", SEED).isBetween(3, 12);
        assertThat(late / 3).as("per 30 s, seed %d", SEED).isLessThanOrEqualTo(Math.max(1, early / 2));
    }

    /** Nothing is lost that a probe could repair: pictures wait behind it for no more than the answer takes. */
    @Test
    void whereNothingIsLostAFullPathIsAskedQuietly() {
        PathTrial trial = new PathTrial(Way.of(1, 100), SEED);
        trial.sourceBps = 500_000;
        trial.run(15, 5);
        trial.wantedBps = 1_500_000;
        trial.run(30, 1);
        int before = trial.probes();
        trial.takeLargestQueueMs();
        trial.run(60, 1);
        assertThat(trial.probes()).as("seed %d", SEED).isGreaterThan(before);
        assertThat(trial.takeLargestQueueMs()).as("seed %d", SEED).isLessThan(60);
        trial.way(Way.of(3, 100));
        trial.run(40, 1);
        assertThat(trial.path().capacityBps).as("seed %d", SEED).isGreaterThan(1_450_000);
    }

    /** Speech alone proves nothing: with the usual waits a viewer had no picture for twenty seconds over a path that carried one again. */
    @Test
    void whileNoPictureIsShownTheNextProbeComesSoon() {
        PathTrial trial = new PathTrial(Way.of(0.06, 200), SEED);
        trial.packetBytes = 150;
        trial.run(20, 1);
        trial.sourceBps = 40_000;
        trial.wantedBps = 110_000;
        trial.dark = true;
        trial.run(60, 1);
        assertThat(trial.path().capacityBps).as("seed %d", SEED).isLessThan(80_000);
        trial.way(Way.of(0.5, 200));
        trial.run(6, 1);
        assertThat(trial.path().capacityBps).as("seed %d", SEED).isGreaterThan(110_000);
    }

    @Test
    void nothingIsAskedForThatNobodyWants() {
        PathTrial trial = new PathTrial(Way.of(10, 100), SEED);
        trial.sourceBps = 250_000;
        trial.run(60, 1);
        assertThat(trial.probes()).isZero();
    }

    @Test
    void aProbeThatFillsTheQueueIsEndedAtOnce() {
        PathTrial trial = new PathTrial(Way.of(0.6, 40), SEED);
        trial.sourceBps = 400_000;
        trial.run(15, 5);
        trial.takeLargestQueueMs();
        trial.wantedBps = 1_000_000;
        trial.run(10, 1);
        assertThat(trial.probes()).isGreaterThan(0);
        assertThat(trial.takeLargestQueueMs()).as("seed %d", SEED).isLessThan(200);
    }
}
