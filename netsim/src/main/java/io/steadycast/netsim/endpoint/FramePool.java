package io.steadycast.netsim.endpoint;

import java.util.ArrayDeque;

/** Confined to its endpoint. Frames to use again. */
final class FramePool {
    private final ArrayDeque<ReceivedFrame> free = new ArrayDeque<>();

    ReceivedFrame take() {
        ReceivedFrame frame = free.poll();
        if (frame == null) {
            return new ReceivedFrame();
        }
        frame.references = 0;
        frame.continuous = false;
        return frame;
    }

    /** Nobody may look at it any more. */
    void give(ReceivedFrame frame) {
        free.push(frame);
    }
}
