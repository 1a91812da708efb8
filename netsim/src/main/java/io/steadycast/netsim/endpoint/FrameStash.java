package io.steadycast.netsim.endpoint;

/** Confined to its endpoint. Whole frames whose references are not known yet; at most 100 (rtp_frame_reference_finder, kMaxStashedFrames), the oldest goes first. */
final class FrameStash {
    /** Told about each frame whose references are known. */
    interface Output {
        void onReferenced(long nowNs, ReceivedFrame frame);
    }

    private static final int CAPACITY = 100;

    private final ReferenceFinder finder;
    private final FramePool pool;
    private final Output output;
    private final ReceivedFrame[] frames = new ReceivedFrame[CAPACITY];
    private int count;

    FrameStash(ReferenceFinder finder, FramePool pool, Output output) {
        this.finder = finder;
        this.pool = pool;
        this.output = output;
    }

    void onFrame(long nowNs, ReceivedFrame frame) {
        switch (finder.find(frame)) {
            case FOUND -> {
                output.onReferenced(nowNs, frame);
                retry(nowNs);
            }
            case WAITS -> add(frame);
            case USELESS -> pool.give(frame);
        }
    }

    void onPadding(long nowNs, long seq) {
        finder.onPadding(seq);
        retry(nowNs);
    }

    private void add(ReceivedFrame frame) {
        if (count == CAPACITY) {
            pool.give(frames[0]);
            remove(0);
        }
        frames[count++] = frame;
    }

    /** Newest first, as libwebrtc's list is, until nothing moves any more. */
    private void retry(long nowNs) {
        boolean progress = count > 0;
        while (progress) {
            progress = false;
            for (int i = count - 1; i >= 0; i--) {
                ReceivedFrame frame = frames[i];
                ReferenceFinder.Outcome outcome = finder.find(frame);
                if (outcome == ReferenceFinder.Outcome.WAITS) {
                    continue;
                }
                remove(i);
                if (outcome == ReferenceFinder.Outcome.FOUND) {
                    progress = true;
                    output.onReferenced(nowNs, frame);
                } else {
                    pool.give(frame);
                }
            }
        }
    }

    private void remove(int index) {
        System.arraycopy(frames, index + 1, frames, index, count - index - 1);
        count--;
    }

    /** What begins before this number is of no use any more. */
    void clearTo(long seq) {
        for (int i = count - 1; i >= 0; i--) {
            if (frames[i].firstSeq < seq) {
                pool.give(frames[i]);
                remove(i);
            }
        }
    }
}
