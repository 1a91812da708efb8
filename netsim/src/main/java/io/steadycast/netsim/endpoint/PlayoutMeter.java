package io.steadycast.netsim.endpoint;

import org.HdrHistogram.Histogram;

/**
 * Confined to its endpoint. What a viewer sees: first frame, freezes, gaps, and how late frames are. A picture is shown when its decoding is over, which is the
 * moment that libwebrtc's own statistics count (video/video_quality_observer2.cc@bb9331cf); its delay counts to the moment that it is due on the screen.
 */
public final class PlayoutMeter {
    private static final int SAMPLES = 64;
    private static final long MS = 1_000_000L;
    private static final int FREEZE_WINDOW = 30;
    private static final int FREEZE_SAMPLES = 5;
    private static final long FREEZE_MORE_MS = 150;
    private static final long MAX_DELAY_US = 60_000_000L;

    private final long startNs;
    private final long[] recent = new long[SAMPLES];
    private final long[] intervalsMs = new long[FREEZE_WINDOW];
    private final Histogram delaysUs = new Histogram(MAX_DELAY_US, 3);
    private final Histogram buffersUs = new Histogram(MAX_DELAY_US, 2);
    private final GapMeter gaps = new GapMeter();
    private long firstFrameNs = -1;
    private long lastFrameNs;
    private long lastTimestamp;
    private long frames;
    private long keyframes;
    private long intervals;
    private long intervalSumMs;
    private long freezes;
    private long frozenNs;
    private long pauses;
    private long pausedNs;
    private boolean paused;
    private long longestGapNs;
    private double squaredGapsS2;
    private long latestNs = Long.MIN_VALUE;
    private long lastDelayNs = -1;
    private long widthPx;
    private long heightPx;

    PlayoutMeter(long startNs) {
        this.startNs = startNs;
    }

    /** Decoding was over then, and the picture is due on the screen then; a lower spatial layer of the same picture shows nothing by itself. */
    void onDecoded(ReceivedFrame frame, long readyNs, long screenNs, long bufferedNs) {
        widthPx = frame.widthPx > 0 ? frame.widthPx : widthPx;
        heightPx = frame.heightPx > 0 ? frame.heightPx : heightPx;
        keyframes += frame.keyframe && frame.spatialId == 0 ? 1 : 0;
        if (!frame.lastSpatialLayer) {
            return;
        }
        if (firstFrameNs < 0) {
            firstFrameNs = readyNs;
            paused = false;
        } else {
            onGap(readyNs - lastFrameNs);
        }
        gaps.onShown(frame, readyNs);
        buffersUs.recordValue(Math.clamp(bufferedNs / 1_000, 0, MAX_DELAY_US));
        if (frame.truth.captureNs > 0) {
            lastDelayNs = screenNs - frame.truth.captureNs;
            delaysUs.recordValue(Math.clamp(lastDelayNs / 1_000, 0, MAX_DELAY_US));
        }
        long latenessNs = frame.completeNs - frame.timestamp / 9 * 100_000;
        recent[(int) (frames % SAMPLES)] = latenessNs;
        latestNs = Math.max(latestNs, latenessNs);
        lastTimestamp = frame.timestamp;
        lastFrameNs = readyNs;
        frames++;
    }

    private void onGap(long gapNs) {
        longestGapNs = Math.max(longestGapNs, gapNs);
        squaredGapsS2 += gapNs / 1e9 * (gapNs / 1e9);
        if (paused) {
            paused = false;
            pauses++;
            pausedNs += gapNs;
            return;
        }
        long gapMs = gapNs / MS;
        int slot = (int) (intervals % FREEZE_WINDOW);
        intervalSumMs += gapMs - (intervals >= FREEZE_WINDOW ? intervalsMs[slot] : 0);
        intervalsMs[slot] = gapMs;
        intervals++;
        long count = Math.min(intervals, FREEZE_WINDOW);
        long meanMs = intervalSumMs / count;
        if (count >= FREEZE_SAMPLES && gapMs >= Math.max(3 * meanMs, meanMs + FREEZE_MORE_MS)) {
            freezes++;
            frozenNs += gapNs;
        }
    }

    /** The stream was silent for five seconds (ReceiveStatisticsProxy::OnStreamInactive). */
    void onInactive() {
        paused = true;
    }

    /** After it began to watch; -1 if there was none. */
    public long firstFrameAfterNs() {
        return firstFrameNs < 0 ? -1 : firstFrameNs - startNs;
    }

    public boolean playing() {
        return firstFrameNs >= 0;
    }

    public long lastFrameNs() {
        return lastFrameNs;
    }

    public long frames() {
        return frames;
    }

    long keyframes() {
        return keyframes;
    }

    public long freezes() {
        return freezes;
    }

    public long frozenNs() {
        return frozenNs;
    }

    public long longestGapNs() {
        return longestGapNs;
    }

    public double longestGapMs() {
        return longestGapNs / (double) MS;
    }

    /** Of the last keyframe decoded. */
    public long widthPx() {
        return widthPx;
    }

    long heightPx() {
        return heightPx;
    }

    /** Capture to screen of the last picture, -1 if there was none. */
    long lastDelayNs() {
        return lastDelayNs;
    }

    VideoReport.Freezes freezeReport() {
        return new VideoReport.Freezes(freezes, frozenNs, pauses, pausedNs, longestGapNs);
    }

    /** With the time since the last picture, if that is long. */
    GapList gapList(long nowNs) {
        return gaps.list(nowNs);
    }

    double harmonicFps() {
        return squaredGapsS2 == 0 ? 0 : (lastFrameNs - firstFrameNs) / 1e9 / squaredGapsS2;
    }

    Distribution delays() {
        return Distributions.of(delaysUs);
    }

    Distribution buffers() {
        return Distributions.of(buffersUs);
    }

    long lastTimestamp() {
        return lastTimestamp;
    }

    /**
     * How much later than the frames of now the latest frame so far came, by its timestamp. A receiver that never forgets renders everything so much later than
     * it must; an old viewer's is the jitter of the path.
     */
    public long latenessNs() {
        long earliestNs = Long.MAX_VALUE;
        for (int i = 0; i < Math.min(frames, SAMPLES / 2); i++) {
            earliestNs = Math.min(earliestNs, recent[(int) ((frames - 1 - i) % SAMPLES)]);
        }
        return latestNs - earliestNs;
    }
}
