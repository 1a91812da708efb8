package io.steadycast.abr.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.abr.estimate.PathEstimate.LossKind;
import io.steadycast.abr.estimate.PathTrial.Way;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses of a token bucket are told from all others. Another run: -Dabr.seed=N. */
final class PolicerTest {
    private static final long SEED = Long.getLong("abr.seed", 5);

    /** The buckets are netsim's (ph-prepaid-policed: 250 kB) and a tenth of it. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 250, 70, 0",
        "1, 250, 70, 0.005",
        "2, 250, 70, 0",
        "1, 25, 70, 0.02",
        "1, 250, 200, 0.1",
        "1.5, 25, 300, 0.05",
        "0.8, 250, 70, 0.2"
    })
    void aPolicerIsFoundAndKeptBelow(double mbps, double bucketKb, int rttMs, double loss) {
        PathTrial trial = policed(mbps, bucketKb, Way.of(20, rttMs).losing(loss));
        String told = mbps + " Mbps, " + bucketKb + " kB, " + rttMs + " ms, loss " + loss + ", seed " + SEED;
        double bps = trial.run(20, 5);
        assertThat(trial.path().lossKind).as(told).isEqualTo(LossKind.POLICER);
        assertThat(bps / 1e6).as(told).isBetween(0.88 * (1 - loss) * mbps, mbps / (1 - loss));
        assertThat(trial.path().loss).as(told).isCloseTo(loss, within(0.25 * loss + 0.03));
    }

    @Test
    void lossFollowsTheRateNoLongerOnceItIsKeptBelow() {
        PathTrial trial = policed(1, 250, Way.of(20, 70));
        trial.run(10, 5);
        long[] before = trial.counted();
        trial.run(15, 5);
        long[] after = trial.counted();
        assertThat(after[0] - before[0]).as("sent, seed %d", SEED).isGreaterThan(1_000);
        assertThat(after[1] - before[1]).as("lost, seed %d", SEED).isLessThan(5);
    }

    @Test
    void itIsTriedAgainEverMoreSeldomWhetherThePolicerIsGone() {
        PathTrial trial = policed(1, 250, Way.of(20, 70));
        int[] found = new int[4];
        for (int i = 0; i < found.length; i++) {
            for (int s = 0; s < 150; s++) {
                boolean was = trial.path().lossKind == LossKind.POLICER;
                trial.run(1, 1);
                found[i] += !was && trial.path().lossKind == LossKind.POLICER ? 1 : 0;
            }
        }
        assertThat(found[0]).as("seed %d", SEED).isBetween(2, 3);
        assertThat(found[2] + found[3]).as("seed %d", SEED).isBetween(0, 1);
        trial.policerBps = 0;
        double bps = trial.run(1_300, 10);
        assertThat(bps).as("seed %d", SEED).isGreaterThan(3e6);
        assertThat(trial.path().lossKind).isEqualTo(LossKind.NONE);
    }

    /** Any share of loss, by itself or in runs, that comes and goes, under a rate that steps up and down. */
    @Test
    void randomLossIsNeverTakenForAPolicer() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 40; i++) {
            PathTrial trial = new PathTrial(Way.of(50, 60), SEED + i);
            for (int step = 0; step < 25; step++) {
                double loss = random.nextInt(4) == 0 ? 0.01 : 0.75 * random.nextDouble();
                // A run is no shorter than single losses make it: losses that avoid one another are a policer's.
                double burst = random.nextBoolean() ? 0 : (1 + 5 * random.nextDouble()) / (1 - loss);
                Way way = Way.of(50, 60 + 20 * (i % 10)).losing(loss);
                trial.way(way.inBursts(burst));
                trial.sourceBps = 100_000 * Math.pow(2, 6 * random.nextDouble());
                for (int k = 0; k < 20; k++) {
                    trial.run(0.1, 0.1);
                    assertThat(trial.path().lossKind)
                            .as("run %d, step %d, %s at %s bps, seed %d", i, step, way, trial.sourceBps, SEED)
                            .isNotEqualTo(LossKind.POLICER);
                }
            }
        }
    }

    /** A queue that is full drops what exceeds its rate as well, but packets wait in it. */
    @ParameterizedTest
    @CsvSource({"1, 100", "1, 300", "3, 300", "0.5, 1000"})
    void aFullQueueIsNoPolicer(double mbps, int queueMs) {
        PathTrial trial = new PathTrial(new Way(mbps * 1e6, queueMs * PathTrial.MS, 100 * PathTrial.MS, 0, 0, 0), SEED);
        for (int i = 0; i < 60; i++) {
            trial.way(new Way((i % 2 + 1) * mbps * 5e5, queueMs * PathTrial.MS, 100 * PathTrial.MS, 0, 0, 0));
            for (int k = 0; k < 20; k++) {
                trial.run(0.1, 0.1);
                assertThat(trial.path().lossKind)
                        .as("step %d, seed %d", i, SEED)
                        .isNotEqualTo(LossKind.POLICER);
            }
        }
    }

    private static PathTrial policed(double mbps, double bucketKb, Way way) {
        PathTrial trial = new PathTrial(way, SEED);
        trial.policerBps = mbps * 1e6;
        trial.bucketBytes = 1e3 * bucketKb;
        return trial;
    }
}
