package io.steadycast.media.engine.egress;

/**
 * The bounds of a viewer's side.
 *
 * @param joining replays out of the log
 * @param repair retransmission and holes
 * @param reporting RTCP in both directions
 */
public record EgressConfig(Joining joining, Repair repair, Reporting reporting) {

    /**
     * Replays out of the log, for joiners and for viewers that lost the picture.
     *
     * @param fullHorizonMs a keyframe at most this old is replayed with all that followed
     * @param baseHorizonMs a keyframe at most this old is replayed with the base temporal layer
     * @param maxReplayBytes no replay is larger
     * @param durationMs how long a replay takes at most before it meets the live edge, unless the rate forbids
     * @param burstBps rate that a short replay may use; a long one uses what its duration asks for
     * @param minSpeed a replay is at least this many times faster than the layer's own rate
     */
    public record Joining(
            int fullHorizonMs, int baseHorizonMs, int maxReplayBytes, int durationMs, long burstBps, double minSpeed) {}

    /**
     * Retransmission and holes.
     *
     * @param maxResends of one packet
     * @param reorderMarginMs beside the RTT, the time within which a repeated NACK is not answered again
     * @param holeTimeoutMs for so long a late packet of the uplink still finds its reserved number
     * @param maxHoles reserved numbers at a time, and in one gap
     * @param rtxRatio retransmissions may use this share of the media rate
     * @param rtxFloorBps and at least this much
     */
    public record Repair(
            int maxResends, int reorderMarginMs, int holeTimeoutMs, int maxHoles, double rtxRatio, long rtxFloorBps) {}

    /**
     * RTCP in both directions.
     *
     * @param senderReportMs between sender reports
     * @param keyframePeriodMs a viewer's picture loss costs at most one keyframe wish in this time
     * @param feedbackSlots how many sent packets are remembered for transport-wide feedback, a power of two
     * @param initialRttMs until one is measured, where the handshake does not tell
     * @param clockWaitMs how long the first sender report waits for the publisher's
     */
    public record Reporting(
            int senderReportMs, int keyframePeriodMs, int feedbackSlots, int initialRttMs, int clockWaitMs) {}

    public static EgressConfig defaults() {
        return new EgressConfig(
                new Joining(2_000, 5_000, 1_500_000, 400, 25_000_000, 2.0),
                new Repair(10, 10, 1_000, 256, 1.0, 500_000),
                new Reporting(1_000, 1_000, 4_096, 100, 3_000));
    }
}
