package io.steadycast.netsim.scenario;

import java.util.Arrays;

/** Immutable. How one viewer's run went: a sample every {@link #STEP_MS}, from the start of the run. NaN where nothing was known. */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
public final class Course {
    public static final int STEP_MS = 100;
    public static final Course NONE = new Builder(0).build();

    private static final double PER_S = 1000.0 / STEP_MS;

    /** What is sampled. */
    public enum Column {
        /** Of the way to the viewer, what it could carry in the step, UDP payload and headers. */
        CAPACITY_KBPS,
        ESTIMATE_KBPS,
        TARGET_KBPS,
        SENT_KBPS,
        RECEIVED_KBPS,
        /** Of it, audio and video that came by themselves. */
        MEDIA_KBPS,
        /** On the screen, counted from 0. */
        LAYER,
        TEMPORAL_LAYER,
        /** Pictures shown in the step. */
        FRAMES,
        LOST_PACKETS,
        REPAIRED_PACKETS,
        /** How long a packet that enters the queue now waits. */
        QUEUE_MS,
        /** How long the receiver holds pictures back. */
        PLAYOUT_MS,
        FRAME_DELAY_MS,
        CONCEALED_SAMPLES
    }

    private final float[][] columns;
    private final int samples;

    private Course(float[][] columns, int samples) {
        this.columns = columns;
        this.samples = samples;
    }

    public int samples() {
        return samples;
    }

    public double value(Column column, int sample) {
        return columns[column.ordinal()][sample];
    }

    public double seconds() {
        return samples / PER_S;
    }

    public boolean has(Column column) {
        for (int i = 0; i < samples; i++) {
            if (!Double.isNaN(value(column, i))) {
                return true;
            }
        }
        return false;
    }

    /** Of what is known from one sample until before another, NaN if nothing is. */
    public double mean(Column column, int from, int to) {
        double sum = 0;
        int count = 0;
        for (int i = Math.max(0, from); i < Math.min(to, samples); i++) {
            double value = value(column, i);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    public double mean(Column column) {
        return mean(column, 0, samples);
    }

    /** Of what is known from one sample until before another, by the nearest rank; NaN if nothing is. */
    public double percentile(Column column, double percent, int from, int to) {
        double[] known = new double[Math.max(0, Math.min(to, samples) - Math.max(0, from))];
        int count = 0;
        for (int i = Math.max(0, from); i < Math.min(to, samples); i++) {
            if (!Double.isNaN(value(column, i))) {
                known[count++] = value(column, i);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        Arrays.sort(known, 0, count);
        int rank = (int) StrictMath.ceil(percent / 100 * count);
        return known[Math.max(0, rank - 1)];
    }

    /** Confined to its maker. A course as it is being written. */
    public static final class Builder {
        private final float[][] columns;
        private final int samples;

        public Builder(int samples) {
            this.samples = samples;
            columns = new float[Column.values().length][samples];
            for (float[] column : columns) {
                Arrays.fill(column, Float.NaN);
            }
        }

        public int samples() {
            return samples;
        }

        public Builder set(Column column, int sample, double value) {
            columns[column.ordinal()][sample] = (float) value;
            return this;
        }

        public Builder fill(Column column, double value) {
            Arrays.fill(columns[column.ordinal()], (float) value);
            return this;
        }

        /** The builder is used up. */
        public Course build() {
            return new Course(columns, samples);
        }
    }
}
