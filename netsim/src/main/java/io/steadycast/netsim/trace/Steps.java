package io.steadycast.netsim.trace;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Immutable. A value over time, from 0 on, that holds from each step's start to the next one's; the last holds to the end. */
public final class Steps {
    private final long[] startNs;
    private final double[] value;
    private final long durationNs;

    private Steps(long[] startNs, double[] value, long durationNs) {
        this.startNs = startNs;
        this.value = value;
        this.durationNs = durationNs;
    }

    /** One value that holds for the whole duration. */
    public static Steps constant(double value, long durationNs) {
        return new Builder().add(value, durationNs).build();
    }

    public int count() {
        return value.length;
    }

    public long durationNs() {
        return durationNs;
    }

    public long startNs(int step) {
        return startNs[step];
    }

    public long endNs(int step) {
        return step + 1 < startNs.length ? startNs[step + 1] : durationNs;
    }

    public long lengthNs(int step) {
        return endNs(step) - startNs(step);
    }

    public double value(int step) {
        return value[step];
    }

    /** The value at a time in [0, duration). */
    public double at(long ns) {
        int found = Arrays.binarySearch(startNs, ns);
        return value[found >= 0 ? found : -found - 2];
    }

    public Steps map(DoubleUnaryOperator change) {
        return new Steps(startNs, Arrays.stream(value).map(change).toArray(), durationNs);
    }

    /** Weighted by time. */
    public double mean() {
        double sum = 0;
        for (int i = 0; i < value.length; i++) {
            sum += value[i] * lengthNs(i);
        }
        return sum / durationNs;
    }

    /** The smallest value that is not exceeded during the share {@code q} of the time. */
    public double quantile(double q) {
        Integer[] order = new Integer[value.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(value[a], value[b]));
        double passedNs = 0;
        for (int step : order) {
            passedNs += lengthNs(step);
            if (passedNs >= q * durationNs) {
                return value[step];
            }
        }
        return value[order[order.length - 1]];
    }

    /** Means over whole bins; a rest shorter than a bin is left out, unless it is all there is. */
    public Steps binned(long binNs) {
        int bins = (int) Math.max(1, durationNs / binNs);
        double[] sum = new double[bins];
        for (int i = 0; i < value.length; i++) {
            spread(sum, binNs, i);
        }
        long widthNs = Math.min(binNs, durationNs);
        Builder result = new Builder();
        for (double binSum : sum) {
            result.add(binSum / widthNs, widthNs);
        }
        return result.build();
    }

    private void spread(double[] sum, long binNs, int step) {
        long fromNs = startNs(step);
        while (fromNs < endNs(step)) {
            int bin = (int) (fromNs / binNs);
            if (bin >= sum.length) {
                return;
            }
            long toNs = Math.min(endNs(step), (bin + 1L) * binNs);
            sum[bin] += value[step] * (toNs - fromNs);
            fromNs = toNs;
        }
    }

    /** Confined to its reader. */
    public static final class Builder {
        private long[] startNs = new long[64];
        private double[] value = new double[64];
        private int count;
        private long endNs;

        /** Appends; a step of no length leaves no trace, an equal value lengthens the step before. */
        public Builder add(double stepValue, long lengthNs) {
            if (lengthNs < 0) {
                throw new IllegalArgumentException("negative length " + lengthNs);
            }
            if (lengthNs == 0) {
                return this;
            }
            if (count == value.length) {
                startNs = Arrays.copyOf(startNs, count * 2);
                value = Arrays.copyOf(value, count * 2);
            }
            if (count == 0 || value[count - 1] != stepValue) {
                startNs[count] = endNs;
                value[count++] = stepValue;
            }
            endNs += lengthNs;
            return this;
        }

        public int count() {
            return count;
        }

        public long endNs() {
            return endNs;
        }

        public Steps build() {
            if (count == 0) {
                throw new IllegalStateException("no step of any length");
            }
            return new Steps(Arrays.copyOf(startNs, count), Arrays.copyOf(value, count), endNs);
        }
    }
}
