package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is lost, in which bursts, and that neither depends on how much is sent. */
final class LossTest {
    private static final double ALPHA = 1e-3;

    private static boolean[] lost(long seed, Loss loss, int packets, long everyNs) {
        var rig = new Rig(seed, DirectionSpec.PLAIN.withLoss(loss));
        rig.steady(packets * everyNs, everyNs, 1_000);
        boolean[] lost = new boolean[packets];
        for (Rig.Out one : rig.dropped) {
            lost[(int) one.number()] = true;
        }
        return lost;
    }

    private static double mean(boolean[] lost) {
        int sum = 0;
        for (boolean one : lost) {
            sum += one ? 1 : 0;
        }
        return (double) sum / lost.length;
    }

    /** Var(P^) = P (1 - P) / n (1 + rho) / (1 - rho), rho the lag-one correlation. */
    private static void assertMean(String about, boolean[] lost, double p, double rho) {
        double sd = Math.sqrt(p * (1 - p) / lost.length * (1 + rho) / (1 - rho));
        double z = (mean(lost) - p) / sd;
        System.out.printf("[netsim] %s: wanted %.4f, got %.4f, z = %.2f%n", about, p, mean(lost), z);
        assertThat(Math.abs(z)).as(about).isLessThan(4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.05, 0.3})
    void independentLossHasItsMean(double p) {
        long seed = Rig.seed(31);
        boolean[] lost = lost(seed, new Loss.Iid(p), 400_000, MS);
        assertMean("iid, seed " + seed, lost, p, 0);
        assertRunsGeometric("iid, seed " + seed, runs(lost), p);
    }

    @ParameterizedTest
    @CsvSource({"0.01,4", "0.1,2", "0.4,10"})
    void gilbertHasItsMeanAndBursts(double p, double burst) {
        long seed = Rig.seed(32);
        boolean[] lost = lost(seed, new Loss.Gilbert(p, burst), 1_000_000, MS);
        double toBad = p / (burst * (1 - p));
        assertMean("Gilbert, seed " + seed, lost, p, 1 - toBad - 1 / burst);
        assertRunsGeometric("Gilbert, seed " + seed, runs(lost), 1 - 1 / burst);
    }

    /** A two-state chain in continuous time, looked at in even steps, is one in discrete time: its runs are geometric, and dithered back into time exponential. */
    @ParameterizedTest
    @ValueSource(ints = {50, 500, 5_000})
    void badTimesAreTheSameAtEveryPacketRate(int packetsPerSecond) {
        long seed = Rig.seed(33);
        var fading = new Loss.GilbertElliott(0.05, 80 * MS, 1, 1, 0);
        long everyNs = SECOND_NS / packetsPerSecond;
        int packets = Math.min(3_000_000, packetsPerSecond * 20_000);
        boolean[] lost = lost(seed, fading, packets, everyNs);
        double rate = 1 / (double) fading.meanBadNs() + 1 / fading.meanGoodNs();
        double rho = Math.exp(-everyNs * rate);
        String about = packetsPerSecond + " packets/s, seed " + seed;
        assertMean(about, lost, 0.05, rho);
        double stay = 0.05 + 0.95 * rho;
        List<Integer> runs = runs(lost);
        assertRunsGeometric(about, runs, stay);
        double lambda = -Math.log(stay);
        var dither = new SplittableRandom(seed);
        double[] times = new double[runs.size()];
        for (int i = 0; i < times.length; i++) {
            double rest = -Math.log(1 - dither.nextDouble() * (1 - stay)) / lambda;
            times[i] = (runs.get(i) - 1 + rest) * everyNs / MS;
        }
        double meanMs = everyNs / lambda / MS;
        double pValue = new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new ExponentialDistribution(null, meanMs), times, false);
        System.out.printf("[netsim] bad times at %s: %d, KS p = %.3f%n", about, times.length, pValue);
        assertThat(pValue).as(about).isGreaterThan(ALPHA);
        if (packetsPerSecond == 5_000) {
            assertThat(meanMs).isBetween(75.0, 80.1);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.003,80,0.5", "0.01,200,0.5", "0.08,500,0.3"})
    void gilbertElliottHasItsMean(double p, long badMs, double h) {
        long seed = Rig.seed(34);
        var fading = new Loss.GilbertElliott(p, badMs * MS, h, 1, 0);
        long everyNs = 20 * MS;
        boolean[] lost = lost(seed, fading, 1_000_000, everyNs);
        double share = p / h;
        double chain = Math.exp(-everyNs * (1 / (double) fading.meanBadNs() + 1 / fading.meanGoodNs()));
        // Correlation of losses: that of the states, thinned by h.
        double first = share * (1 - share) * h * h / (p * (1 - p)) * chain;
        double inflation = 1 + 2 * first / (1 - chain);
        double rho = (inflation - 1) / (inflation + 1);
        assertMean("GE " + p + " " + badMs + " ms, seed " + seed, lost, p, rho);
    }

    /** What is lost used its air time; what is lost early did not. */
    @Test
    void lossAfterTheServerCostsAirTime() {
        Capacity slow = Capacity.ofBps(1_000_000);
        var late = new Rig(1, Rig.payloadOnly().withCapacity(slow).withLoss(0.5));
        late.saturate(60 * SECOND_NS, 20_000, 1_250);
        assertThat(late.outBytes(0, 60 * SECOND_NS) * 8 / 60e6).isBetween(0.47, 0.53);
        var early = new Rig(1, Rig.payloadOnly().withCapacity(slow).withEntryLoss(new Loss.Iid(0.5)));
        early.saturate(60 * SECOND_NS, 20_000, 1_250);
        assertThat(early.outBytes(0, 60 * SECOND_NS) * 8 / 60e6).isBetween(0.99, 1.0);
    }

    @Test
    void recordedBadTimesHitWhatTheyCover() {
        var recorded = new Loss.Recorded(
                List.of(new Loss.Interval(10 * MS, 20 * MS, 1), new Loss.Interval(50 * MS, 51 * MS, 1)),
                100 * MS,
                false);
        boolean[] lost = lost(1, recorded, 400, MS);
        for (int i = 0; i < lost.length; i++) {
            int at = i % 100;
            assertThat(lost[i]).as("at %d ms", i).isEqualTo((at >= 10 && at < 20) || at == 50);
        }
    }

    private static List<Integer> runs(boolean[] lost) {
        List<Integer> runs = new ArrayList<>();
        int length = 0;
        for (boolean one : lost) {
            if (one) {
                length++;
            } else if (length > 0) {
                runs.add(length);
                length = 0;
            }
        }
        return runs;
    }

    /** Chi-square over lengths that are expected at least ten times, and the tail. */
    private static void assertRunsGeometric(String about, List<Integer> runs, double stay) {
        List<Double> expected = new ArrayList<>();
        List<Long> observed = new ArrayList<>();
        double left = 1;
        int length = 1;
        int step = 1;
        while (runs.size() * left > 30) {
            double share = left * (1 - Math.pow(stay, step));
            if (runs.size() * share < 10) {
                step *= 2;
                continue;
            }
            int from = length;
            int to = length + step;
            expected.add(runs.size() * share);
            observed.add(runs.stream().filter(run -> run >= from && run < to).count());
            left -= share;
            length = to;
        }
        int from = length;
        expected.add(runs.size() * left);
        observed.add(runs.stream().filter(run -> run >= from).count());
        if (expected.size() < 2) {
            return;
        }
        double pValue = new ChiSquareTest()
                .chiSquareTest(
                        expected.stream().mapToDouble(Double::doubleValue).toArray(),
                        observed.stream().mapToLong(Long::longValue).toArray());
        System.out.printf("[netsim] runs, %s: %d runs, chi-square p = %.3f%n", about, runs.size(), pValue);
        assertThat(pValue).as(about).isGreaterThan(ALPHA);
    }
}
