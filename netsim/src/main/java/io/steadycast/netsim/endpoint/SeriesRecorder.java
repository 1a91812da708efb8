package io.steadycast.netsim.endpoint;

import java.util.Arrays;

/** Confined to its endpoint. Samples a viewer's course. It has no timer: whatever happens next lets it catch up first, since nothing changed in between. */
@SuppressWarnings("EnumOrdinal") // positions in arrays that live as long as this process
final class SeriesRecorder {
    /** Tells what is to be sampled. */
    interface Source {
        /** Fills in one value for each column: counts are totals, the recorder takes the differences. */
        void sample(int[] values);
    }

    private static final int COLUMNS = ViewerSeries.Column.values().length;
    private static final boolean[] TOTAL = totals();
    /** Half a day: longer runs have other ways to be looked at. */
    private static final int MAX_SAMPLES = 432_000;

    private final Source source;
    private final int[] values = new int[COLUMNS];
    private final int[] before = new int[COLUMNS];
    private final int[][] columns = new int[COLUMNS][64];
    private long firstNs;
    private long nextNs = Long.MAX_VALUE;
    private int samples;

    SeriesRecorder(Source source) {
        this.source = source;
    }

    private static boolean[] totals() {
        boolean[] totals = new boolean[COLUMNS];
        for (ViewerSeries.Column column : ViewerSeries.Column.values()) {
            totals[column.ordinal()] = switch (column) {
                case FRAMES, RECEIVED_BYTES, MEDIA_BYTES, LOST_PACKETS, FEC_PACKETS, RTX_PACKETS, CONCEALED_SAMPLES ->
                    true;
                case ENCODING, TEMPORAL_ID, CURRENT_DELAY_MS, TARGET_DELAY_MS, MIN_PLAYOUT_DELAY_MS, FRAME_DELAY_MS ->
                    false;
            };
        }
        return totals;
    }

    void start(long nowNs) {
        firstNs = nowNs + ViewerSeries.STEP_NS;
        nextNs = firstNs;
    }

    void catchUp(long nowNs) {
        while (nextNs <= nowNs && samples < MAX_SAMPLES) {
            take();
            nextNs += ViewerSeries.STEP_NS;
        }
    }

    private void take() {
        source.sample(values);
        if (samples == columns[0].length) {
            for (int i = 0; i < COLUMNS; i++) {
                columns[i] = Arrays.copyOf(columns[i], 2 * samples);
            }
        }
        for (int i = 0; i < COLUMNS; i++) {
            columns[i][samples] = TOTAL[i] ? values[i] - before[i] : values[i];
            before[i] = values[i];
        }
        samples++;
    }

    ViewerSeries series() {
        int[][] cut = new int[COLUMNS][];
        for (int i = 0; i < COLUMNS; i++) {
            cut[i] = Arrays.copyOf(columns[i], samples);
        }
        return new ViewerSeries(firstNs, cut);
    }
}
