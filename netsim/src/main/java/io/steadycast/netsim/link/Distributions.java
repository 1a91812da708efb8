package io.steadycast.netsim.link;

/** Distribution functions that come out the same on every machine. */
final class Distributions {
    private static final int MAX_TERMS = 500;
    private static final double TINY = 1e-300;
    private static final double PRECISE = 1e-14;
    private static final double[] LANCZOS = {
        76.18009172947146,
        -86.50532032941678,
        24.01409824083091,
        -1.231739572450155,
        0.1208650973866179e-2,
        -0.5395239384953e-5
    };

    private Distributions() {}

    /** P(Z &gt; z) of the standard Gaussian, precise far out in the tail. */
    static double upperTail(double z) {
        double q = upperGamma(0.5, z * z / 2) / 2;
        return z >= 0 ? q : 1 - q;
    }

    /** P(Z &lt;= z). */
    static double gaussian(double z) {
        return upperTail(-z);
    }

    /** Regularised: P(a, x) is the distribution function of a Gamma with shape a and scale 1. */
    static double lowerGamma(double a, double x) {
        if (x <= 0) {
            return 0;
        }
        return x < a + 1 ? series(a, x) : 1 - fraction(a, x);
    }

    private static double upperGamma(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
    }

    /** Abramowitz and Stegun 6.5.29. */
    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; n < MAX_TERMS && term > sum * PRECISE; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum * StrictMath.exp(-x + a * StrictMath.log(x) - logGamma(a));
    }

    /** Abramowitz and Stegun 6.5.31, evaluated by Lentz's method. */
    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double h = d;
        for (int i = 1; i < MAX_TERMS; i++) {
            double an = -i * (i - a);
            b += 2;
            d = 1 / nonZero(an * d + b);
            c = nonZero(b + an / c);
            double delta = d * c;
            h *= delta;
            if (Math.abs(delta - 1) < PRECISE) {
                break;
            }
        }
        return h * StrictMath.exp(-x + a * StrictMath.log(x) - logGamma(a));
    }

    private static double nonZero(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** Lanczos (SIAM J. Numer. Anal. 1964) with six terms: ten digits. */
    static double logGamma(double x) {
        double shifted = x + 5.5;
        double log = shifted - (x + 0.5) * StrictMath.log(shifted);
        double sum = 1.000000000190015;
        for (int i = 0; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x + 1 + i);
        }
        return -log + StrictMath.log(2.5066282746310007 * sum / x);
    }
}
