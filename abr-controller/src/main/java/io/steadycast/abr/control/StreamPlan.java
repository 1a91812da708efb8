package io.steadycast.abr.control;

/** A reusable struct. What is decided of one subscription. */
@SuppressWarnings("EnumOrdinal") // positions in an array that lives as long as this process
public final class StreamPlan {
    /** As high as it goes. */
    public static final int TOP = Integer.MAX_VALUE;

    public static final int ALL_TEMPORAL = 7;

    /** Video is given up for now: audio only. */
    public boolean paused;

    public int maxRung = TOP;
    public int maxTemporalId = ALL_TEMPORAL;

    /** Frames whose packets one block of parity covers. */
    public int blockFrames = 1;

    /** Parity covers every n-th packet, for bursts; else by masks for random loss. */
    public boolean interleaved;

    /** How long after the original, and after one another, copies follow; resends of one round as well. */
    public int copyDelayMs;

    /**
     * RED (RFC 2198): how many older packets each audio packet carries, where it was negotiated; 0: what the publisher made is passed on. Where it was not, so many
     * older packets follow it as they were.
     */
    public int redDepth;

    /** How many packets lie between those repeated: 1 takes the last ones, more outlives bursts. */
    public int redDistance = 1;

    private final Protection[] protection = new Protection[FrameClass.count()];

    StreamPlan() {
        for (int i = 0; i < protection.length; i++) {
            protection[i] = new Protection();
        }
    }

    public Protection protection(FrameClass kind) {
        return protection[kind.ordinal()];
    }
}
