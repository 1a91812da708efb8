package io.steadycast.netsim.endpoint;

import java.util.List;

/**
 * What a viewer saw.
 *
 * @param firstFrameAfterNs from the viewer's start to its first picture, -1 if there was none
 * @param rendered pictures shown
 * @param dropped frames that were whole but given up: passed over by the frame buffer, or too late
 * @param keyframes decoded
 * @param freezes by libwebrtc's rule
 * @param gaps long pauses between pictures
 * @param harmonicFps time over the sum of squared gaps (libwebrtc's harmonic frame rate)
 * @param frameDelay capture to screen
 * @param jitterBuffer from a frame's first packet to its decoding, as {@code jitterBufferDelay} counts
 * @param layers time on each encoding
 * @param layerSwitches changes of the encoding on the screen
 * @param playoutDelayNs current delay at the end
 */
public record VideoReport(
        long firstFrameAfterNs,
        long rendered,
        long dropped,
        long keyframes,
        Freezes freezes,
        GapList gaps,
        double harmonicFps,
        Distribution frameDelay,
        Distribution jitterBuffer,
        List<LayerTime> layers,
        long layerSwitches,
        long playoutDelayNs) {
    public VideoReport {
        layers = List.copyOf(layers);
    }

    /**
     * Freezes and pauses as {@code RTCInboundRtpStreamStats} counts them.
     *
     * @param count freezes
     * @param totalNs in them
     * @param pauses times that the stream was silent for five seconds
     * @param pausedNs in them
     * @param longestGapNs between two pictures
     */
    public record Freezes(long count, long totalNs, long pauses, long pausedNs, long longestGapNs) {}

    /**
     * One encoding's share.
     *
     * @param encoding its index, lowest first
     * @param widthPx of its pictures
     * @param heightPx of its pictures
     * @param frames shown of it
     * @param shownNs time that its pictures were on the screen
     */
    public record LayerTime(int encoding, int widthPx, int heightPx, long frames, long shownNs) {}
}
