package io.steadycast.live.reality;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Immutable. What one viewer got within the measured time. The first three are compared, the others help to understand a difference.
 *
 * @param receivedKbps RTP of the video and of its retransmissions, with headers, without SRTP's tags
 * @param lossPercent of the video's packets on their first way
 * @param stallPercent time in gaps of at least 200 ms between pictures out of the decoder
 * @param freezePercent time in freezes by libwebrtc's rule
 * @param fps pictures out of the decoder a second
 * @param nacks messages
 * @param plis keyframe requests
 * @param rtxPackets retransmissions received
 * @param jitterBufferMs mean time in the jitter buffer
 */
record Figures(
        double receivedKbps,
        double lossPercent,
        double stallPercent,
        double freezePercent,
        double fps,
        double nacks,
        double plis,
        double rtxPackets,
        double jitterBufferMs) {
    static Figures mean(List<Figures> all) {
        return new Figures(
                mean(all, Figures::receivedKbps),
                mean(all, Figures::lossPercent),
                mean(all, Figures::stallPercent),
                mean(all, Figures::freezePercent),
                mean(all, Figures::fps),
                mean(all, Figures::nacks),
                mean(all, Figures::plis),
                mean(all, Figures::rtxPackets),
                mean(all, Figures::jitterBufferMs));
    }

    private static double mean(List<Figures> all, ToDoubleFunction<Figures> figure) {
        return all.stream().mapToDouble(figure).average().orElse(0);
    }
}
