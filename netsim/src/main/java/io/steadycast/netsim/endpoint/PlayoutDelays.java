package io.steadycast.netsim.endpoint;

import io.steadycast.media.wire.rtp.ExtensionValues;
import io.steadycast.netsim.endpoint.timing.VideoTiming;

/**
 * Confined to its endpoint. Which playout delay holds where frames and lip synchronisation ask for different ones (VideoReceiveStream2::UpdatePlayoutDelays,
 * video/video_receive_stream2.cc@bb9331cf): the largest minimum, but no more than the frames' maximum.
 */
final class PlayoutDelays {
    private static final long MS = 1_000_000L;
    private static final long UNSET = -1;

    private final VideoTiming timing;
    private long frameMinNs = UNSET;
    private long frameMaxNs = UNSET;
    private long syncMinNs = UNSET;

    PlayoutDelays(VideoTiming timing) {
        this.timing = timing;
    }

    /** The extension of a frame's first packet. */
    void onFrame(int packed) {
        if (packed != ReceivedFrame.NO_PLAYOUT_DELAY) {
            frameMinNs = ExtensionValues.playoutDelayMinMs(packed) * MS;
            frameMaxNs = ExtensionValues.playoutDelayMaxMs(packed) * MS;
            update();
        }
    }

    void onSync(int minMs) {
        syncMinNs = minMs * MS;
        update();
    }

    private void update() {
        long min = Math.max(frameMinNs, syncMinNs);
        if (frameMaxNs == UNSET) {
            timing.minPlayoutDelay(min);
        } else {
            timing.playoutDelay(Math.min(min, frameMaxNs), frameMaxNs);
        }
    }

    /** Of the extension, -1 before the first. */
    long frameMinNs() {
        return frameMinNs;
    }
}
