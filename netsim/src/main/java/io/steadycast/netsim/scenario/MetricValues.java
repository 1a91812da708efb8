package io.steadycast.netsim.scenario;

import java.util.Arrays;
import java.util.List;

/** Immutable. A number for each {@link Metric}; NaN where nothing was measured. */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
public final class MetricValues {
    public static final MetricValues NONE = new Builder().build();

    private final double[] values;

    private MetricValues(double[] values) {
        this.values = values;
    }

    public double value(Metric metric) {
        return values[metric.ordinal()];
    }

    public boolean has(Metric metric) {
        return !Double.isNaN(value(metric));
    }

    /** The mean of each metric over those that have it. */
    public static MetricValues mean(List<MetricValues> all) {
        Builder mean = new Builder();
        for (Metric metric : Metric.values()) {
            double sum = 0;
            int count = 0;
            for (MetricValues one : all) {
                if (one.has(metric)) {
                    sum += one.value(metric);
                    count++;
                }
            }
            if (count > 0) {
                mean.set(metric, sum / count);
            }
        }
        return mean.build();
    }

    /** These values, and one more. */
    public MetricValues with(Metric metric, double value) {
        double[] copy = values.clone();
        copy[metric.ordinal()] = value;
        return new MetricValues(copy);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MetricValues that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Metric metric : Metric.values()) {
            if (has(metric)) {
                text.append(metric.key()).append('=').append(value(metric)).append(' ');
            }
        }
        return text.toString();
    }

    /** Confined to its maker. */
    public static final class Builder {
        private final double[] values = new double[Metric.values().length];

        public Builder() {
            Arrays.fill(values, Double.NaN);
        }

        public Builder set(Metric metric, double value) {
            values[metric.ordinal()] = value;
            return this;
        }

        public MetricValues build() {
            return new MetricValues(values.clone());
        }
    }
}
