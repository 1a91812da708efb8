package io.steadycast.abr.allocate;

import io.steadycast.abr.control.Demand;
import io.steadycast.abr.control.StreamPlan;

/** A stream as tests say it is: rungs of given rates and sizes, three temporal layers of 40, 60 and 100 % unless told otherwise. */
final class FakeVideo implements Demand {
    private static final double[] SHARES = {0.4, 0.6, 1};

    private final boolean video;
    private final int[] heights;
    final long[] rates;
    boolean[] active;
    boolean wanted = true;
    int maxRung = StreamPlan.TOP;
    int current = -1;
    int temporal = -1;

    FakeVideo(boolean video, int[] heights, long[] rates) {
        this.video = video;
        this.heights = heights;
        this.rates = rates;
        active = new boolean[rates.length];
        java.util.Arrays.fill(active, true);
    }

    /** The ladder that other servers were measured with. */
    static FakeVideo measured() {
        return new FakeVideo(true, new int[] {135, 270, 540}, new long[] {165_000, 425_000, 1_260_000});
    }

    static FakeVideo audio(long bps) {
        return new FakeVideo(false, new int[] {0}, new long[] {bps});
    }

    @Override
    public boolean isVideo() {
        return video;
    }

    @Override
    public boolean wanted() {
        return wanted;
    }

    @Override
    public int maxRung() {
        return maxRung;
    }

    @Override
    public int rungCount() {
        return rates.length;
    }

    @Override
    public boolean active(int rung) {
        return active[rung];
    }

    @Override
    public int widthPx(int rung) {
        return heights[rung] * 16 / 9;
    }

    @Override
    public int heightPx(int rung) {
        return heights[rung];
    }

    @Override
    public int framesPerSecond(int rung) {
        return 25;
    }

    @Override
    public long bitrateBps(int rung, int maxTemporalId) {
        return (long) (rates[rung] * (video ? SHARES[Math.min(maxTemporalId, 2)] : 1));
    }

    @Override
    public int keyframeBytes(int rung) {
        return 0;
    }

    @Override
    public int maxTemporalId(int rung) {
        return video ? 2 : 0;
    }

    @Override
    public int currentRung() {
        return current;
    }

    @Override
    public int currentTemporalId() {
        return temporal;
    }

    @Override
    public double pictureGapMs() {
        return 40;
    }

    @Override
    public double pictureClockMs() {
        return 0;
    }

    @Override
    public boolean hasRtx() {
        return true;
    }

    @Override
    public boolean hasFec() {
        return true;
    }

    @Override
    public boolean hasRed() {
        return true;
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
