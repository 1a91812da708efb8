package io.steadycast.netsim.endpoint;

/** Confined to its encoder. The rhythm of three temporal layers, T0 T2 T1 T2, or of one. */
final class TemporalPattern {
    static final int LENGTH = 4;
    private static final int[] TEMPORAL = {0, 2, 1, 2};
    /** How many pictures back each one of the pattern refers. */
    private static final int[] REFERENCE = {4, 1, 2, 1};

    private static final boolean[] LAYER_SYNC = {false, true, true, false};

    private final boolean layered;
    private int position;

    TemporalPattern(int temporalLayers) {
        layered = temporalLayers > 1;
    }

    /** To the next picture; a keyframe begins anew. */
    void next(boolean keyframe) {
        position = keyframe || !layered ? 0 : (position + 1) % LENGTH;
    }

    int position() {
        return position;
    }

    int temporalId() {
        return TEMPORAL[position];
    }

    int reference() {
        return layered ? REFERENCE[position] : 1;
    }

    boolean layerSync() {
        return LAYER_SYNC[position];
    }
}
