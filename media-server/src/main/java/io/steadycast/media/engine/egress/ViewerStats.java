package io.steadycast.media.engine.egress;

import io.steadycast.media.engine.transport.DropReason;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of one viewer.
 *
 * @param rttMs -1 if unknown
 * @param transportLoss fraction of packets that transport-wide feedback reported lost lately; -1 without feedback
 * @param rembBps -1 if the viewer sends none
 * @param drops of the whole session, by reason
 * @param media one per m-section
 * @param overTcp how it is sent to
 */
public record ViewerStats(
        double rttMs,
        double transportLoss,
        long rembBps,
        Map<DropReason, Long> drops,
        List<Media> media,
        boolean overTcp) {

    /**
     * One m-section.
     *
     * @param mid of the m-section
     * @param layer what is being forwarded
     * @param sent what went out
     * @param feedback what came back
     */
    public record Media(String mid, Layer layer, Sent sent, Feedback feedback) {}

    /**
     * What is being forwarded.
     *
     * @param rank of the encoding or the spatial layer, -1 if nothing is
     * @param widthPx 0 if unknown
     * @param heightPx 0 if unknown
     * @param maxTemporalId the highest temporal layer that is let through
     * @param switches so far
     */
    public record Layer(int rank, int widthPx, int heightPx, int maxTemporalId, long switches) {}

    /**
     * What went out.
     *
     * @param packets media
     * @param bytes media payload
     * @param rtxPackets retransmissions
     * @param rtxBytes payload of retransmissions
     * @param replays out of the log: joins and picture losses
     */
    public record Sent(long packets, long bytes, long rtxPackets, long rtxBytes, long replays) {}

    /**
     * What came back.
     *
     * @param nacks packets asked for
     * @param plis PLI and FIR
     * @param lossFraction of the last receiver report, -1 if none came
     * @param jitterMs of the last receiver report
     * @param keyframeWishes what the viewer cost the publisher before merging
     */
    public record Feedback(long nacks, long plis, double lossFraction, double jitterMs, long keyframeWishes) {}
}
