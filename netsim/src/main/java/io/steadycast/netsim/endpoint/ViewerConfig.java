package io.steadycast.netsim.endpoint;

/**
 * How a synthetic viewer behaves.
 *
 * @param timerMs between looks at its timers; libwebrtc's NACK timer runs every 20 ms
 * @param feedbackMs between transport-wide feedbacks
 * @param reportMs between receiver reports
 * @param ssrcs of audio, video and video's retransmissions, as the answer named them
 */
public record ViewerConfig(int timerMs, int feedbackMs, int reportMs, Ssrcs ssrcs) {
    /**
     * As the answer named them.
     *
     * @param audio media
     * @param video media
     * @param videoRtx retransmissions
     */
    public record Ssrcs(long audio, long video, long videoRtx) {}

    public static ViewerConfig browser(long firstSsrc) {
        return new ViewerConfig(20, 100, 1_000, new Ssrcs(firstSsrc, firstSsrc + 1, firstSsrc + 2));
    }

    public ViewerConfig withTimers(int newTimerMs, int newFeedbackMs) {
        return new ViewerConfig(newTimerMs, newFeedbackMs, reportMs, ssrcs);
    }
}
