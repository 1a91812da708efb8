package io.steadycast.abr.control;

/** Video frames by what their loss costs. */
public enum FrameClass {
    KEY,
    /** Temporal layer 0: its loss freezes the picture. */
    T0,
    T1,
    /** T2 and above. */
    T2;

    private static final FrameClass[] ALL = values();

    public static FrameClass of(boolean keyframe, int temporalId) {
        return keyframe ? KEY : ALL[1 + Math.min(Math.max(temporalId, 0), 2)];
    }

    public static int count() {
        return ALL.length;
    }
}
