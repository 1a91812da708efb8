package io.steadycast.netsim.link;

import java.util.function.DoubleUnaryOperator;

/** Immutable. Turns a standard Gaussian into another distribution of the same rank: the quantile at Phi(z), from a table with straight lines between its points. */
final class QuantileTable {
    private static final int PER_UNIT = 32;
    private static final int EDGE = 5;
    private static final int SEARCH_STEPS = 200;

    private final double[] values = new double[2 * EDGE * PER_UNIT + 1];

    /** {@code cdf} rises from 0 at {@code low} to 1 at {@code high}. */
    QuantileTable(DoubleUnaryOperator cdf, double low, double high) {
        double from = low;
        for (int i = 0; i < values.length; i++) {
            double rank = Distributions.gaussian((double) i / PER_UNIT - EDGE);
            values[i] = search(cdf, rank, from, high);
            from = values[i];
        }
    }

    private static double search(DoubleUnaryOperator cdf, double rank, double low, double high) {
        double a = low;
        double b = high;
        double stop = (high - low) * 1e-9;
        for (int i = 0; i < SEARCH_STEPS && b - a > stop; i++) {
            double middle = (a + b) / 2;
            if (cdf.applyAsDouble(middle) < rank) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return (a + b) / 2;
    }

    double at(double z) {
        double place = Math.clamp((z + EDGE) * PER_UNIT, 0, values.length - 1.0);
        int index = Math.min((int) place, values.length - 2);
        double share = place - index;
        return values[index] * (1 - share) + values[index + 1] * share;
    }

    /** A Gamma with this mean and deviation. */
    static QuantileTable gamma(double mean, double sd) {
        double shape = mean * mean / (sd * sd);
        double scale = mean / shape;
        return new QuantileTable(x -> Distributions.lowerGamma(shape, x / scale), 0, mean + 40 * sd);
    }

    /** A Gaussian cut off at both ends. */
    static QuantileTable truncated(double low, double high, double centre, double sd) {
        if (centre > (low + high) / 2) {
            return truncated(-high, -low, -centre, sd).negated();
        }
        double tailLow = Distributions.upperTail((low - centre) / sd);
        double mass = tailLow - Distributions.upperTail((high - centre) / sd);
        return new QuantileTable(x -> (tailLow - Distributions.upperTail((x - centre) / sd)) / mass, low, high);
    }

    private QuantileTable negated() {
        return new QuantileTable(values);
    }

    private QuantileTable(double[] mirrored) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -mirrored[mirrored.length - 1 - i];
        }
    }

    /** A Gaussian cut off at both ends and centred so that its mean is as told. */
    static QuantileTable truncatedWithMean(double low, double high, double mean, double sd) {
        double a = low - 3.2 * (high - low);
        double b = high + 3.2 * (high - low);
        for (int i = 0; i < SEARCH_STEPS && b - a > (high - low) * 1e-9; i++) {
            double middle = (a + b) / 2;
            if (truncatedMean(low, high, middle, sd) < mean) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return truncated(low, high, (a + b) / 2, sd);
    }

    private static double truncatedMean(double low, double high, double centre, double sd) {
        if (centre > (low + high) / 2) {
            return low + high - truncatedMean(low, high, low + high - centre, sd);
        }
        double alpha = (low - centre) / sd;
        double beta = (high - centre) / sd;
        double mass = Distributions.upperTail(alpha) - Distributions.upperTail(beta);
        return centre + sd * (density(alpha) - density(beta)) / mass;
    }

    private static double density(double z) {
        return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
    }
}
