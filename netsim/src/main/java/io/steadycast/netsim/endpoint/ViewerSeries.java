package io.steadycast.netsim.endpoint;

/** Immutable. A viewer's course: one sample each {@link #STEP_NS}, counts being those of the step before it. */
public final class ViewerSeries {
    public static final long STEP_NS = 100_000_000L;

    public static final ViewerSeries NONE = new ViewerSeries(0, new int[Column.values().length][0]);

    /** What is sampled. */
    public enum Column {
        /** Pictures shown in the step. */
        FRAMES,
        /** Encoding on the screen, -1 if none. */
        ENCODING,
        /** Highest temporal layer shown in the step, -1 if none. */
        TEMPORAL_ID,
        /** Current playout delay of the frame buffer. */
        CURRENT_DELAY_MS,
        /** Where it wants to be. */
        TARGET_DELAY_MS,
        /** Minimum of the playout-delay extension, -1 before there was one. */
        MIN_PLAYOUT_DELAY_MS,
        /** Capture to screen of the last picture, -1 if none. */
        FRAME_DELAY_MS,
        /** UDP payload received in the step. */
        RECEIVED_BYTES,
        /** Of it, first copies of audio and video. */
        MEDIA_BYTES,
        /** Video numbers found missing in the step. */
        LOST_PACKETS,
        /** Repaired by parity in the step. */
        FEC_PACKETS,
        /** Repaired by retransmission in the step. */
        RTX_PACKETS,
        /** Audio samples made up in the step. */
        CONCEALED_SAMPLES
    }

    private final long firstNs;
    private final int[][] columns;

    @SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
    ViewerSeries(long firstNs, int[][] columns) {
        this.firstNs = firstNs;
        this.columns = new int[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            this.columns[i] = columns[i].clone();
        }
    }

    public int samples() {
        return columns[0].length;
    }

    /** End of the step that the sample describes, on the simulation's clock. */
    public long atNs(int sample) {
        return firstNs + sample * STEP_NS;
    }

    @SuppressWarnings("EnumOrdinal")
    public int value(Column column, int sample) {
        return columns[column.ordinal()][sample];
    }
}
