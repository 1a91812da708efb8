package io.steadycast.netsim.scenario;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Immutable. A metric over seeds: mean and the half width of its 95 % confidence interval by Student's t. NaN values count as not measured; an infinite one ("never")
 * makes the mean infinite.
 *
 * @param count of values
 * @param mean of them, NaN for none
 * @param halfWidth of the interval, NaN for fewer than two values
 * @param min least
 * @param max greatest
 */
public record Summary(int count, double mean, double halfWidth, double min, double max) {
    private static final double TWO_SIDED_95 = 0.975;
    public static final Summary NONE = new Summary(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    public static Summary of(double... all) {
        double[] values =
                Arrays.stream(all).filter(value -> !Double.isNaN(value)).toArray();
        if (values.length == 0) {
            return NONE;
        }
        double mean = Arrays.stream(values).sum() / values.length;
        double min = Arrays.stream(values).min().orElseThrow();
        double max = Arrays.stream(values).max().orElseThrow();
        return new Summary(values.length, mean, halfWidth(values, mean), min, max);
    }

    private static double halfWidth(double[] values, double mean) {
        int n = values.length;
        if (n < 2 || Double.isInfinite(mean)) {
            return Double.NaN;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        double quantile = new TDistribution(n - 1.0).inverseCumulativeProbability(TWO_SIDED_95);
        return quantile * StrictMath.sqrt(squares / (n - 1.0) / n);
    }

    /** Seed by seed, one minus the other: what common random numbers are for. Seeds that lack one are left out. */
    public static Summary ofDifferences(double[] of, double[] minus) {
        double[] differences = new double[Math.min(of.length, minus.length)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = of[i] - minus[i];
        }
        return of(differences);
    }

    /** Whether zero lies outside: for differences, whether there is one. */
    public boolean excludesZero() {
        return count >= 2 && Math.abs(mean) > halfWidth;
    }
}
