package io.steadycast.benchmarks.controller;

import io.steadycast.abr.control.Demand;

/** Immutable. Three rungs of three temporal layers at 25 frames a second, or audio; the viewer negotiated everything. */
record ScriptedDemand(boolean isVideo) implements Demand {
    private static final long[] VIDEO_BPS = {150_000, 400_000, 1_200_000};
    private static final double[] TEMPORAL_SHARE = {0.4, 0.6, 1};
    private static final long AUDIO_BPS = 40_000;
    private static final int LOWEST_HEIGHT_PX = 135;
    private static final int LOWEST_WIDTH_PX = 240;
    private static final int FRAMES_PER_SECOND = 25;
    private static final int TOP_TEMPORAL = 2;

    static ScriptedDemand audio() {
        return new ScriptedDemand(false);
    }

    static ScriptedDemand video() {
        return new ScriptedDemand(true);
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
        return isVideo ? VIDEO_BPS.length : 1;
    }

    @Override
    public boolean active(int rung) {
        return true;
    }

    @Override
    public int widthPx(int rung) {
        return LOWEST_WIDTH_PX << rung;
    }

    @Override
    public int heightPx(int rung) {
        return LOWEST_HEIGHT_PX << rung;
    }

    @Override
    public int framesPerSecond(int rung) {
        return FRAMES_PER_SECOND;
    }

    @Override
    public long bitrateBps(int rung, int maxTemporalId) {
        return isVideo
                ? (long) (VIDEO_BPS[rung] * TEMPORAL_SHARE[Math.clamp(maxTemporalId, 0, TOP_TEMPORAL)])
                : AUDIO_BPS;
    }

    @Override
    public int maxTemporalId(int rung) {
        return isVideo ? TOP_TEMPORAL : 0;
    }

    @Override
    public int keyframeBytes(int rung) {
        return isVideo ? (int) (VIDEO_BPS[rung] / 8 / 5) : 0;
    }

    @Override
    public int currentRung() {
        return isVideo ? 1 : 0;
    }

    @Override
    public int currentTemporalId() {
        return isVideo ? TOP_TEMPORAL : 0;
    }

    @Override
    public boolean hasRtx() {
        return isVideo;
    }

    @Override
    public boolean hasFec() {
        return isVideo;
    }

    @Override
    public boolean hasRed() {
        return !isVideo;
    }

    @Override
    public boolean hasPlayoutDelay() {
        return true;
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
