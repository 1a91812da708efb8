package io.steadycast.abr.control;

/**
 * A port. Confined to the viewer's shard: one subscription, and the ladder of what could be forwarded to it. A rung is an encoding of a simulcast or a spatial
 * layer of an SVC stream, counted from the lowest quality (0); audio has one.
 */
public interface Demand {
    boolean isVideo();

    /** A track is shown, and the user did not pause it. */
    boolean wanted();

    /** What the user chose at most: {@link StreamPlan#TOP} for everything. */
    int maxRung();

    int rungCount();

    /** Packets came within the last moments. */
    boolean active(int rung);

    /** 0 if unknown. */
    int widthPx(int rung);

    int heightPx(int rung);

    /** With all temporal layers. */
    int framesPerSecond(int rung);

    /** RTP bytes of the last second, with everything below this rung that it needs, and temporal layers up to this one. */
    long bitrateBps(int rung, int maxTemporalId);

    int maxTemporalId(int rung);

    /** RTP bytes of one keyframe, smoothed; 0 while none was seen whole. */
    int keyframeBytes(int rung);

    /** What is being forwarded now; -1 if nothing is. */
    int currentRung();

    int currentTemporalId();

    /**
     * Between the last two pictures that left, by the timestamps that the viewer is told, which in a replay are closer together than the host's; 0 while only a keyframe
     * did that the viewer begins with.
     */
    double pictureGapMs();

    /** The same timestamp of the newest picture, from any beginning. */
    double pictureClockMs();

    boolean hasRtx();

    /** FlexFEC was negotiated. */
    boolean hasFec();

    /** RED was negotiated (audio). */
    boolean hasRed();

    boolean hasPlayoutDelay();

    /** Packets that the viewer asked for again, so far. */
    long nacks();

    /** PLI and FIR so far. */
    long plis();
}
