package io.steadycast.netsim.endpoint;

/** Confined to its endpoint. What a viewer sees: first frame, freezes, and how late frames are by the stream's own timestamps. */
public final class PlayoutMeter {
    private static final int SAMPLES = 64;

    private final long startNs;
    private long firstFrameNs = -1;
    private long lastFrameNs;
    private long frames;
    private double meanGapNs = 33e6;
    private long freezes;
    private long frozenNs;
    private long longestGapNs;
    private long latestNs = Long.MIN_VALUE;
    private final long[] recent = new long[SAMPLES];
    private long widthPx;

    PlayoutMeter(long startNs) {
        this.startNs = startNs;
    }

    void onDecoded(long nowNs, ReceivedFrame frame) {
        if (firstFrameNs < 0) {
            firstFrameNs = nowNs;
        } else {
            long gapNs = nowNs - lastFrameNs;
            longestGapNs = Math.max(longestGapNs, gapNs);
            // https://www.w3.org/TR/webrtc-stats/#dom-rtcinboundrtpstreamstats-freezecount
            if (gapNs > Math.max(3 * meanGapNs, meanGapNs + 150e6)) {
                freezes++;
                frozenNs += gapNs;
            }
            meanGapNs += (gapNs - meanGapNs) / 30;
        }
        long latenessNs = frame.completeNs - frame.timestamp / 9 * 100_000;
        recent[(int) (frames % SAMPLES)] = latenessNs;
        latestNs = Math.max(latestNs, latenessNs);
        lastFrameNs = nowNs;
        frames++;
        widthPx = frame.widthPx > 0 ? frame.widthPx : widthPx;
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

    public long freezes() {
        return freezes;
    }

    public long frozenNs() {
        return frozenNs;
    }

    public long longestGapNs() {
        return longestGapNs;
    }

    /** Of the last keyframe decoded. */
    public long widthPx() {
        return widthPx;
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
