package io.steadycast.media.engine.ingress;

/**
 * The bounds of the publisher's side.
 *
 * @param repair of lost packets by NACK
 * @param keyframes when the publisher is asked for one
 * @param reporting RTCP towards the publisher
 * @param maxSsrcs that one publisher may send, retransmission included
 * @param silenceNs after which an encoding counts as inactive while others of its track flow
 * @param evenLengths whether a frame's packets are padded to one length ({@link io.steadycast.media.engine.log.EvenLengths})
 */
public record IngressConfig(
        Repair repair, Keyframes keyframes, Reporting reporting, int maxSsrcs, long silenceNs, boolean evenLengths) {

    /**
     * Repair of lost packets by NACK.
     *
     * @param reorderNs how long a gap may be reordering
     * @param maxTries how often one packet is asked for
     * @param deadlineNs after which nobody waits for it any more
     * @param maxMissing holes at a time; more are not repaired, a keyframe is
     */
    public record Repair(long reorderNs, int maxTries, long deadlineNs, int maxMissing) {}

    /**
     * When the publisher is asked for a keyframe.
     *
     * @param minPeriodNs between keyframes of one encoding
     * @param maxPeriodNs no slot is longer, however large keyframes are
     * @param rateShare of an encoding's bit rate that keyframes on request may take
     * @param retryNs at least so long after a request that was not answered
     * @param maxRetries for one request
     */
    public record Keyframes(long minPeriodNs, long maxPeriodNs, double rateShare, long retryNs, int maxRetries) {}

    /**
     * RTCP towards the publisher.
     *
     * @param reportNs between receiver reports
     * @param feedbackNs between transport-wide feedbacks
     * @param rembBps told to publishers that know only goog-remb
     */
    public record Reporting(long reportNs, long feedbackNs, long rembBps) {}

    private static final long MS = 1_000_000L;

    public static IngressConfig defaults() {
        return new IngressConfig(
                new Repair(10 * MS, 10, 1_000 * MS, 256),
                new Keyframes(1_000 * MS, 10_000 * MS, 0.10, 300 * MS, 8),
                new Reporting(500 * MS, 50 * MS, 10_000_000),
                32,
                1_500 * MS,
                false);
    }
}
