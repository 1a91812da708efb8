package io.steadycast.netsim.link;

/**
 * One direction of a path.
 *
 * @param loss probability that a packet is lost, each by itself
 * @param delayNs that every packet takes at least
 * @param jitterNs that a packet takes longer at most; no packet overtakes another
 * @param rateBps at which the queue drains; 0 for no bound
 * @param queueBytes that may wait; what comes on top is dropped
 */
public record LinkConfig(double loss, long delayNs, long jitterNs, long rateBps, int queueBytes) {
    private static final long MS = 1_000_000L;

    /** Five milliseconds, nothing lost. */
    public static final LinkConfig GOOD = delay(5);

    public static LinkConfig delay(int delayMs) {
        return new LinkConfig(0, delayMs * MS, 0, 0, 0);
    }

    public LinkConfig withLoss(double newLoss) {
        return new LinkConfig(newLoss, delayNs, jitterNs, rateBps, queueBytes);
    }

    public LinkConfig withJitter(int jitterMs) {
        return new LinkConfig(loss, delayNs, jitterMs * MS, rateBps, queueBytes);
    }

    public LinkConfig withRate(long newRateBps, int newQueueBytes) {
        return new LinkConfig(loss, delayNs, jitterNs, newRateBps, newQueueBytes);
    }
}
