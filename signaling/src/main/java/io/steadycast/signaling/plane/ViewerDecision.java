package io.steadycast.signaling.plane;

/**
 * Immutable. What was decided for a viewer at one moment, and the numbers behind it.
 *
 * @param secondsAgo how long ago that was
 * @param reason in kebab case, as {@code all-fits}
 * @param text why the viewer sees what it sees, in one English sentence
 * @param layer rank of the layer that is shown, -1: no video
 * @param temporalLayer up to which frames are sent
 */
public record ViewerDecision(
        double secondsAgo, String reason, String text, int layer, int temporalLayer, Path path, Repair repair) {

    /**
     * What is known of the way to the viewer. Rates in bits a second of UDP payload.
     *
     * @param estimateBps what it carries
     * @param budgetBps what may be sent now
     * @param costBps what the choice takes with its protection
     * @param nextBps what the next better one would take, 0 if there is none
     * @param loss share of packets, 0..1
     * @param burstPackets mean length of a run of losses
     */
    public record Path(
            long estimateBps,
            long budgetBps,
            long costBps,
            long nextBps,
            double loss,
            double burstPackets,
            int rttMs,
            int queueMs) {}

    /**
     * What is done against loss.
     *
     * @param parityShare parity packets for each packet of the base layer
     * @param copies of each packet of the base layer
     * @param resends of a lost packet of the base layer in its last round
     * @param playoutDelayMs that the viewer is told to hold media back for
     */
    public record Repair(double parityShare, int copies, int resends, int playoutDelayMs) {}
}
