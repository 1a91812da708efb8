package io.steadycast.netsim.endpoint;

/**
 * What a viewer said.
 *
 * @param nackMessages NACKs sent for video
 * @param nackedPackets numbers in them, repetitions included
 * @param audioNackedPackets numbers asked for again of audio
 * @param plis keyframe requests
 * @param transportFeedbacks transport-wide feedback messages
 * @param sent RTCP datagrams of all kinds
 */
public record FeedbackReport(
        long nackMessages,
        long nackedPackets,
        long audioNackedPackets,
        long plis,
        long transportFeedbacks,
        Traffic sent) {}
