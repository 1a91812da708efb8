package io.steadycast.abr.profile;

import io.steadycast.abr.control.FrameClass;

/**
 * Immutable. What an operator wants for viewers, whatever their networks are.
 *
 * @param name of the profile
 * @param preference what is given up first when the budget falls short
 * @param rates bounds of what is sent to one viewer
 * @param delay how late a picture may be
 * @param misses how seldom a frame may miss its moment
 * @param layers how layers change
 * @param audio how audio is protected
 */
public record QualityProfile(
        String name,
        DegradationPreference preference,
        Rates rates,
        Delay delay,
        Misses misses,
        Layers layers,
        Audio audio) {

    /**
     * On the wire, everything together.
     *
     * @param startBps before anything is known
     * @param minBps the estimate does not fall below
     * @param maxBps nor rise above
     */
    public record Rates(long startBps, long minBps, long maxBps) {}

    /**
     * From capture to rendering, for 95 of 100 frames.
     *
     * @param maxMs on ordinary paths
     * @param rescueMaxMs on paths that lose more than {@code rescueFromLoss}
     * @param rescueFromLoss share of packets
     */
    public record Delay(int maxMs, int rescueMaxMs, double rescueFromLoss) {
        public int maxMs(double loss) {
            return loss > rescueFromLoss ? rescueMaxMs : maxMs;
        }
    }

    /** Shares of frames. */
    public record Misses(double key, double t0, double t1, double t2) {
        public double of(FrameClass kind) {
            return switch (kind) {
                case KEY -> key;
                case T0 -> t0;
                case T1 -> t1;
                case T2 -> t2;
            };
        }
    }

    /**
     * When a better layer is taken, and what is given up first for want of one.
     *
     * @param upShare a better layer, protection included, may take this share of the budget
     * @param upHoldMs and must have been affordable for so long
     * @param maxSwitchesPerMinute upwards
     * @param minFramesPerSecond below which resolution is given up first
     * @param minHeightPx below which frame rate is given up first
     */
    public record Layers(
            double upShare, int upHoldMs, int maxSwitchesPerMinute, double minFramesPerSecond, int minHeightPx) {}

    /**
     * What RED is for.
     *
     * @param residualLoss after RED
     * @param maxRedDepth older packets in one
     */
    public record Audio(double residualLoss, int maxRedDepth) {}
}
