package io.steadycast.abr.protect;

import io.steadycast.abr.control.Demand;

/** A subscription to three rungs of three temporal layers at 25 frames a second, or to audio; what the viewer negotiated can be chosen. */
final class LadderDemand implements Demand {
    private static final long[] VIDEO_BPS = {160_000, 420_000, 1_250_000};
    private static final double[] TEMPORAL_SHARE = {0.4, 0.6, 1};
    private static final long AUDIO_BPS = 41_000;

    private final boolean video;
    boolean rtx = true;
    boolean fec = true;
    boolean red = true;
    boolean playoutDelay = true;

    private LadderDemand(boolean video) {
        this.video = video;
    }

    static LadderDemand video() {
        return new LadderDemand(true);
    }

    static LadderDemand audio() {
        return new LadderDemand(false);
    }

    @Override
    public boolean isVideo() {
        return video;
    }

    @Override
    public boolean wanted() {
        return true;
    }

    @Override
    public int maxRung() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int rungCount() {
        return video ? VIDEO_BPS.length : 1;
    }

    @Override
    public boolean active(int rung) {
        return true;
    }

    @Override
    public int widthPx(int rung) {
        return 240 << rung;
    }

    @Override
    public int heightPx(int rung) {
        return 135 << rung;
    }

    @Override
    public int framesPerSecond(int rung) {
        return 25;
    }

    @Override
    public long bitrateBps(int rung, int maxTemporalId) {
        return video ? (long) (VIDEO_BPS[rung] * TEMPORAL_SHARE[Math.clamp(maxTemporalId, 0, 2)]) : AUDIO_BPS;
    }

    @Override
    public int maxTemporalId(int rung) {
        return video ? 2 : 0;
    }

    @Override
    public int keyframeBytes(int rung) {
        return video ? (int) (VIDEO_BPS[rung] / 8 / 5) : 0;
    }

    @Override
    public int currentRung() {
        return 0;
    }

    @Override
    public int currentTemporalId() {
        return video ? 2 : 0;
    }

    @Override
    public boolean hasRtx() {
        return video && rtx;
    }

    @Override
    public boolean hasFec() {
        return video && fec;
    }

    @Override
    public boolean hasRed() {
        return !video && red;
    }

    @Override
    public boolean hasPlayoutDelay() {
        return playoutDelay;
    }

    @Override
    public long nacks() {
        return 0;
    }

    @Override
    public long plis() {
        return 0;
    }
}
