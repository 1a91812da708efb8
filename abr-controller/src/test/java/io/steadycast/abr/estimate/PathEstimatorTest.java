package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.abr.estimate.PathEstimate.State;
import io.steadycast.abr.estimate.PathTrial.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the estimator makes of paths whose numbers are known. Another run: -Dabr.seed=N. */
final class PathEstimatorTest {
    private static final long MS = PathTrial.MS;
    private static final long SEED = Long.getLong("abr.seed", 5);

    @ParameterizedTest
    @CsvSource({"0.5, 100", "2, 100", "2, 400", "8, 50", "1, 3000"})
    void aSaturatedPathIsUsedAndItsQueueStaysShort(double mbps, int rttMs) {
        PathTrial trial = new PathTrial(Way.of(mbps, rttMs), SEED);
        double bps = trial.run(60, 20);
        assertThat(bps / 1e6).as("%s Mbps, %d ms, seed %d", mbps, rttMs, SEED).isBetween(0.85 * mbps, 1.1 * mbps);
        trial.takeLargestQueueMs();
        trial.run(20, 10);
        if (rttMs < 1_000) {
            assertThat(trial.takeLargestQueueMs()).as("queue, seed %d", SEED).isLessThan(150);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0, 0", "0.3, 0, 0", "0.5, 0, 0.5", "0.75, 0, 0.75", "0.3, 4, 0", "0.2, 10, 0.2"})
    void randomLossCostsNoRate(double loss, double burst, double feedbackLoss) {
        Way way = Way.of(2, 200).losing(loss).inBursts(burst).losingFeedback(feedbackLoss);
        PathTrial trial = new PathTrial(way, SEED);
        double bps = trial.run(60, 30);
        assertThat(bps).as("%s, seed %d", way, SEED).isBetween(1.6e6, 2.4e6);
        assertThat(trial.path().loss).as("%s, seed %d", way, SEED).isCloseTo(loss, within(0.25 * loss + 0.02));
        assertThat(trial.path().feedbackLoss).isCloseTo(feedbackLoss, within(0.25 * feedbackLoss + 0.03));
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "0.1, 100", "0.3, 100", "0, 200", "0.1, 200"})
    void congestionIsFollowedWithinASecond(double loss, int rttMs) {
        PathTrial trial = new PathTrial(Way.of(2.5, rttMs).losing(loss), SEED);
        trial.sourceBps = 1_600_000;
        trial.run(30, 10);
        trial.way(Way.of(0.6, rttMs).losing(loss));
        trial.run(1, 0.5);
        trial.takeLargestQueueMs();
        double bps = trial.run(2, 1);
        assertThat(bps).as("loss %s, %d ms, seed %d", loss, rttMs, SEED).isBetween(420_000.0, 660_000.0);
        assertThat(trial.takeLargestQueueMs())
                .as("loss %s, %d ms, seed %d", loss, rttMs, SEED)
                .isLessThan(100);
    }

    @Test
    void aSourceThatNeedsLittleFoolsNobody() {
        PathTrial trial = new PathTrial(Way.of(3, 100), SEED);
        trial.run(20, 5);
        double before = (double) trial.path().capacityBps;
        trial.sourceBps = 250_000;
        double after = trial.run(60, 5);
        assertThat(after).as("seed %d", SEED).isBetween(0.9 * before, 1.05 * before);
    }

    /** From the first feedback on; a viewer needs the picture with what repairs it, and the path carries a quarter more than that. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 100, 0",
        "1.5, 100, 0",
        "3, 100, 0.02",
        "1.5, 200, 0.1",
        "1, 200, 0.2",
        "2, 200, 0.5",
        "1, 400, 0.1",
        "2, 50, 0.3"
    })
    void fourFifthsOfWhatIsNeededAreFoundInTwoSeconds(double mbps, int rttMs, double loss) {
        PathTrial trial = new PathTrial(Way.of(mbps, rttMs).losing(loss), SEED);
        double neededBps = 0.8 * mbps * 1e6;
        trial.sourceBps = neededBps;
        trial.wantedBps = (long) neededBps;
        trial.run(2, 1);
        assertThat((double) trial.path().capacityBps)
                .as("%s Mbps, %d ms, loss %s, seed %d", mbps, rttMs, loss, SEED)
                .isGreaterThanOrEqualTo(0.8 * neededBps);
    }

    @Test
    void capacityIsProvenByUseOnly() {
        PathTrial trial = new PathTrial(Way.of(100, 50), SEED);
        trial.sourceBps = 400_000;
        trial.run(60, 5);
        assertThat(trial.path().capacityBps).as("seed %d", SEED).isLessThan(900_000);
    }

    /** Heard once and then not for a while, as when the last flight of a handshake gets lost: what the path carries is as unknown as it was. */
    @ParameterizedTest
    @CsvSource({"0, 2", "0.7, 3"})
    void aSilenceAtTheBeginningIsNoStart(double loss, double mbps) {
        PathTrial trial = new PathTrial(Way.of(mbps, 100).losing(loss), SEED);
        trial.run(0.3, 0.1);
        trial.way(Way.of(mbps, 100).losing(1));
        trial.run(1.5, 0.1);
        assertThat(trial.path().state).as("seed %d", SEED).isEqualTo(State.SILENT);
        trial.way(Way.of(mbps, 100).losing(loss));
        trial.run(2.5, 0.5);
        assertThat(trial.path().capacityBps).as("loss %s, seed %d", loss, SEED).isGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void silenceNeverRaisesAnything(int seed) {
        PathTrial trial = new PathTrial(Way.of(1 + seed % 3, 60 * seed).losing(0.1 * (seed % 4)), seed);
        trial.run(5 + seed, 1);
        trial.down = true;
        long capacity = trial.path().capacityBps;
        long budget = trial.path().budgetBps;
        for (int i = 0; i < 2_000; i++) {
            trial.step();
            if (trial.nowNs() - trial.lastFeedbackNs() <= 5 * MS) {
                // Still on its way.
                capacity = trial.path().capacityBps;
                budget = trial.path().budgetBps;
                continue;
            }
            assertThat(trial.path().capacityBps).as("seed %d, %d", seed, i).isLessThanOrEqualTo(capacity);
            assertThat(trial.path().budgetBps).as("seed %d, %d", seed, i).isLessThanOrEqualTo(budget);
            capacity = trial.path().capacityBps;
            budget = trial.path().budgetBps;
        }
        assertThat(trial.path().state).isEqualTo(State.SILENT);
        assertThat(budget).isLessThan(capacity / 2);
    }

    @Test
    void anOutageIsNeitherLossNorCongestion() {
        PathTrial trial = new PathTrial(Way.of(2, 100).losing(0.02), SEED);
        double before = trial.run(30, 10);
        trial.down = true;
        trial.run(3, 1);
        trial.down = false;
        double after = trial.run(3, 1);
        assertThat(after).as("seed %d", SEED).isGreaterThan(0.8 * before);
        assertThat(trial.path().loss).as("seed %d", SEED).isLessThan(0.06);
        assertThat(trial.path().state).isNotEqualTo(State.SILENT);
    }

    /** Audio alone fits meanwhile, and a picture must not wait longer than it has to when the path is back. */
    @Test
    void aPathThatWasNextToNothingIsUsedAgainWithinSeconds() {
        PathTrial trial = new PathTrial(Way.of(0.035, 100), SEED);
        trial.packetBytes = 120;
        trial.run(40, 5);
        trial.way(Way.of(2, 100));
        double after = trial.run(4, 1);
        assertThat(after).as("seed %d", SEED).isGreaterThan(100_000);
    }

    @Test
    void gapsOfTheRadioAreNoCongestion() {
        PathTrial trial = new PathTrial(Way.of(4, 80), SEED);
        trial.sourceBps = 1_400_000;
        trial.run(20, 5);
        double before = (double) trial.path().capacityBps;
        for (int i = 0; i < 20; i++) {
            trial.stalledUntilNs = trial.nowNs() + 200 * MS;
            trial.run(1.5, 1);
        }
        assertThat((double) trial.path().capacityBps).as("seed %d", SEED).isGreaterThan(0.9 * before);
    }

    /** Delay that grows for a moment and falls at once is no slow path, however little was sent meanwhile. */
    @ParameterizedTest
    @ValueSource(ints = {120, 250, 400})
    void whatWasHeldBackIsNoSlowPath(int growthMs) {
        PathTrial trial = new PathTrial(Way.of(2, 60), SEED);
        trial.sourceBps = 200_000;
        trial.packetBytes = 250;
        trial.run(20, 5);
        double before = (double) trial.path().capacityBps;
        for (int i = 0; i < 10; i++) {
            for (int ms = 0; ms < growthMs; ms += 10) {
                trial.stalledUntilNs = trial.nowNs() + ms / 2 * MS;
                trial.run(0.01, 0.01);
            }
            trial.stalledUntilNs = trial.nowNs();
            double after = trial.run(3, 1);
            assertThat(after).as("growth %d, seed %d", i, SEED).isGreaterThan(0.8 * before);
        }
    }

    @Test
    void jitterIsNoCongestion() {
        PathTrial trial = new PathTrial(Way.of(4, 80), SEED);
        trial.sourceBps = 1_400_000;
        trial.jitterNs = 40 * MS;
        double before = trial.run(20, 5);
        double after = trial.run(60, 5);
        assertThat(after).as("seed %d", SEED).isGreaterThan(0.9 * before);
    }

    @Test
    void aLongerWayIsTakenForWhatItIs() {
        PathTrial trial = new PathTrial(Way.of(4, 60), SEED);
        trial.sourceBps = 1_400_000;
        double before = trial.run(20, 5);
        for (int rttMs = 90; rttMs <= 180; rttMs += 30) {
            trial.way(Way.of(4, rttMs));
            double after = trial.run(15, 5);
            assertThat(after).as("%d ms, seed %d", rttMs, SEED).isGreaterThan(0.9 * before);
        }
        assertThat(trial.path().rttNs / MS).isBetween(150L, 260L);
    }

    @Test
    void aWayThatJumpsBackAndForthCostsNoRate() {
        PathTrial trial = new PathTrial(Way.of(2, 200), SEED);
        trial.sourceBps = 800_000;
        trial.packetBytes = 800;
        trial.run(20, 5);
        double before = (double) trial.path().capacityBps;
        for (int i = 0; i < 20; i++) {
            trial.way(Way.of(2, i % 2 == 0 ? 400 : 200));
            double after = trial.run(2, 2);
            assertThat(after).as("jump %d, seed %d", i, SEED).isGreaterThan(0.9 * before);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.3, 4", "0.1, 2", "0.2, 8"})
    void burstsAreMeasured(double loss, double burst) {
        PathTrial trial = new PathTrial(Way.of(3, 100).losing(loss).inBursts(burst), SEED);
        trial.sourceBps = 1_200_000;
        trial.run(60, 10);
        PathEstimate path = trial.path();
        assertThat(path.burstPackets).as("seed %d", SEED).isCloseTo(burst, within(0.35 * burst));
        assertThat(path.lossAfterLoss).as("seed %d", SEED).isCloseTo(1 - 1 / burst, within(0.12));
        assertThat(path.peakLoss).as("seed %d", SEED).isGreaterThanOrEqualTo(path.loss);
    }

    @Test
    void roundTripIsMeasured() {
        PathTrial trial = new PathTrial(Way.of(5, 300), SEED);
        trial.sourceBps = 1_000_000;
        trial.run(20, 5);
        assertThat(trial.path().rttNs / MS).as("seed %d", SEED).isBetween(300L, 345L);
        assertThat(trial.path().feedbackIntervalNs / MS).isBetween(45L, 55L);
    }
}
