package io.steadycast.signaling.plane;

/**
 * A viewer's wish for one video m-line.
 *
 * @param rank 0 is the lowest quality; {@link #AUTO} leaves it to the server; a rank that does not exist means the nearest below
 * @param maxTemporalLayer 0..7; {@link #ALL_TEMPORAL_LAYERS} drops none
 * @param paused nothing is sent while true
 */
public record LayerChoice(int rank, int maxTemporalLayer, boolean paused) {
    public static final int AUTO = -1;
    public static final int MAX_RANK = 7;
    public static final int ALL_TEMPORAL_LAYERS = 7;
    public static final LayerChoice DEFAULT = new LayerChoice(AUTO, ALL_TEMPORAL_LAYERS, false);

    public LayerChoice {
        Checks.range(rank, AUTO, MAX_RANK, "a layer's rank");
        Checks.range(maxTemporalLayer, 0, ALL_TEMPORAL_LAYERS, "maxTemporalLayer");
    }

    public boolean isAuto() {
        return rank == AUTO;
    }
}
