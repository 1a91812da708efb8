package io.steadycast.netsim.link;

import static io.steadycast.netsim.link.Rig.MS;
import static io.steadycast.netsim.link.Rig.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.Capacity;
import io.steadycast.netsim.link.spec.DirectionSpec;
import io.steadycast.netsim.link.spec.ExcessDelay;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.AbstractRealDistribution;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.distribution.LogNormalDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The law of the excess delay, of the base, and of wandering rates. */
final class DelayLawTest {
    private static final double ALPHA = 1e-3;
    private static final long TAU_NS = 70 * MS;

    /** Delays of packets so far apart that neither order nor memory matters. */
    private static double[] sparse(long seed, ExcessDelay excess, long everyNs) {
        var rig = new Rig(seed, DirectionSpec.PLAIN.withExcess(excess));
        rig.steady(5_000 * everyNs, everyNs, 100);
        rig.until(5_001 * everyNs + 60 * SECOND_NS);
        return rig.out.stream().mapToDouble(one -> one.takenNs() / 1e6).toArray();
    }

    private static void assertLaw(String about, RealDistribution law, double[] sample) {
        double pValue = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(law, sample, false);
        System.out.printf("[netsim] %s: %d delays, KS p = %.3f%n", about, sample.length, pValue);
        assertThat(sample).hasSize(5_000);
        assertThat(pValue).as(about).isGreaterThan(ALPHA);
    }

    @Test
    void lognormalExcessFollowsItsLaw() {
        long seed = Rig.seed(41);
        double sigma = Math.log(16.0 / 4) / 1.6448536269514722;
        assertLaw(
                "lognormal, seed " + seed,
                new LogNormalDistribution(null, Math.log(4), sigma),
                sparse(seed, new ExcessDelay.Lognormal(4 * MS, 16 * MS, TAU_NS), 20 * TAU_NS));
    }

    @Test
    void gammaExcessFollowsItsLaw() {
        long seed = Rig.seed(42);
        assertLaw(
                "gamma, seed " + seed,
                new GammaDistribution(null, 100.0 / 64, 64.0 / 10),
                sparse(seed, new ExcessDelay.Gamma(10 * MS, 8 * MS, TAU_NS), 20 * TAU_NS));
    }

    @Test
    void boundedExcessFollowsItsLaw() {
        long seed = Rig.seed(43);
        assertLaw(
                "bounded, seed " + seed,
                truncated(0, 30, 15, 5),
                sparse(seed, new ExcessDelay.Bounded(30 * MS, 5 * MS, TAU_NS), 20 * TAU_NS));
        assertLaw(
                "bounded and wide, seed " + seed,
                truncated(0, 30, 15, 40),
                sparse(seed, new ExcessDelay.Bounded(30 * MS, 40 * MS, TAU_NS), 20 * TAU_NS));
    }

    private static RealDistribution truncated(double low, double high, double centre, double sd) {
        var normal = new NormalDistribution(null, centre, sd);
        double below = normal.cumulativeProbability(low);
        double mass = normal.cumulativeProbability(high) - below;
        return new Law(x -> Math.clamp((normal.cumulativeProbability(x) - below) / mass, 0, 1));
    }

    /** What the test needs of a distribution. */
    private static final class Law extends AbstractRealDistribution {
        private static final long serialVersionUID = 1;
        private final transient DoubleUnaryOperator cdf;

        @SuppressWarnings("NullAway") // commons-math takes null for "no sampling"
        Law(DoubleUnaryOperator cdf) {
            super(null);
            this.cdf = cdf;
        }

        @Override
        public double density(double x) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double cumulativeProbability(double x) {
            return cdf.applyAsDouble(x);
        }

        @Override
        public double getNumericalMean() {
            return Double.NaN;
        }

        @Override
        public double getNumericalVariance() {
            return Double.NaN;
        }

        @Override
        public double getSupportLowerBound() {
            return Double.NEGATIVE_INFINITY;
        }

        @Override
        public double getSupportUpperBound() {
            return Double.POSITIVE_INFINITY;
        }

        @Override
        public boolean isSupportLowerBoundInclusive() {
            return false;
        }

        @Override
        public boolean isSupportUpperBoundInclusive() {
            return false;
        }

        @Override
        public boolean isSupportConnected() {
            return true;
        }
    }

    /** Of the logarithm, which is the hidden Gaussian; before order is enforced. */
    @ParameterizedTest
    @ValueSource(longs = {7, 20, 70, 140})
    void memoryFadesExponentially(long lagMs) {
        long seed = Rig.seed(44);
        var excess = new ExcessProcess(
                new ExcessDelay.Lognormal(4 * MS, 16 * MS, TAU_NS), 0, Draws.of(seed, Draws.Purpose.EXCESS, 0));
        int count = 2_000_000;
        double[] logs = new double[count];
        for (int i = 0; i < count; i++) {
            logs[i] = Math.log((double) excess.at(i * MS));
        }
        int lag = (int) lagMs;
        double mean = Arrays.stream(logs).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i + lag < count; i++) {
            covariance += (logs[i] - mean) * (logs[i + lag] - mean);
            variance += (logs[i] - mean) * (logs[i] - mean);
        }
        double correlation = covariance / variance;
        double wanted = Math.exp(-(double) lagMs * MS / TAU_NS);
        System.out.printf("[netsim] autocorrelation at %d ms: %.3f, exp(-dt/tau) %.3f%n", lagMs, correlation, wanted);
        assertThat(correlation).as("seed %d", seed).isCloseTo(wanted, within(0.03));
    }

    @Test
    void wanderingRatesHaveTheirMeanAndStayWithinTheirRange() {
        long seed = Rig.seed(45);
        for (Capacity.Ar1 spec : new Capacity.Ar1[] {
            new Capacity.Ar1(1_200_000, 300_000, 3_600_000, 2 * SECOND_NS),
            new Capacity.Ar1(10_000_000, 2_000_000, 40_000_000, 2 * SECOND_NS),
            new Capacity.Ar1(840_000, 70_000, 1_300_000, 3 * SECOND_NS)
        }) {
            var process = (CapacityProcess.Fluid) CapacityProcess.of(spec, 0, seed);
            double sum = 0;
            long low = Long.MAX_VALUE;
            long high = 0;
            int count = 200_000;
            for (int i = 0; i < count; i++) {
                long rate = process.rateAt(i * (500 * MS));
                sum += rate;
                low = Math.min(low, rate);
                high = Math.max(high, rate);
            }
            assertThat(sum / count).as("%s", spec).isCloseTo((double) spec.meanBps(), within(spec.meanBps() * 0.02));
            assertThat(low).isBetween(spec.minBps(), spec.minBps() + (spec.maxBps() - spec.minBps()) / 20);
            assertThat(high).isBetween(spec.maxBps() - (spec.maxBps() - spec.minBps()) / 5, spec.maxBps());
        }
    }

    @Test
    void epochsStepAsToldAndKeepTheirMedian() {
        long seed = Rig.seed(46);
        var epoch = new BaseDelay.Epoch(15 * SECOND_NS, 12 * SECOND_NS, 20 * MS, 40 * MS, 67 * MS, 4 * MS, 10 * MS);
        var process = new BaseProcess(epoch, 0, Draws.of(seed, Draws.Purpose.BASE_DELAY, 0));
        int count = 20_000;
        double[] rtt = new double[count];
        double[] steps = new double[count - 1];
        assertThat(process.rttAt(12 * SECOND_NS - 1)).isEqualTo(process.rttAt(0));
        for (int i = 0; i < count; i++) {
            rtt[i] = process.rttAt(12 * SECOND_NS + i * (15 * SECOND_NS)) / 1e6;
            if (i > 0) {
                steps[i - 1] = Math.abs(rtt[i] - rtt[i - 1]);
            }
        }
        Arrays.sort(rtt);
        Arrays.sort(steps);
        System.out.printf(
                "[netsim] epochs: rtt p1 %.1f p50 %.1f p99 %.1f, step p50 %.1f p90 %.1f ms%n",
                rtt[count / 100], rtt[count / 2], rtt[count * 99 / 100], steps[count / 2], steps[count * 9 / 10]);
        assertThat(rtt[0]).isGreaterThanOrEqualTo(20);
        assertThat(rtt[count - 1]).isLessThanOrEqualTo(67);
        assertThat(rtt[count / 2]).isCloseTo(40, within(3.0));
        assertThat(steps[count / 2]).isCloseTo(4, within(0.6));
        assertThat(steps[count * 9 / 10]).isCloseTo(10, within(1.5));
    }

    /** Told in the package's documentation: order raises the mean at high packet rates. */
    @Test
    void orderRaisesTheMean() {
        long seed = Rig.seed(47);
        var excess = new ExcessDelay.Lognormal(6 * MS, 45 * MS, 30 * MS);
        double sparse =
                Arrays.stream(sparse(seed, excess, 20 * TAU_NS)).average().orElseThrow();
        var rig = new Rig(seed, PathSpec.PLAIN.withUp(DirectionSpec.PLAIN.withExcess(excess)));
        rig.steady(300 * SECOND_NS, 2 * MS, 1_000);
        double dense = rig.out.stream()
                .mapToDouble(one -> one.takenNs() / 1e6)
                .average()
                .orElseThrow();
        System.out.printf("[netsim] mean excess %.2f ms sparse, %.2f ms at 500 packets/s%n", sparse, dense);
        assertThat(dense).isGreaterThan(sparse);
    }
}
