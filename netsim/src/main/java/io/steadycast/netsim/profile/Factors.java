package io.steadycast.netsim.profile;

/**
 * How a severity differs from the profile as written.
 *
 * @param delay on excess delay, stalls, handovers, outages and blackholes
 * @param badTime on the mean length of bad times of the channel
 * @param loss on every loss probability; it ends at {@link #MAX_SHARE_OF_BAD} of what the bad state can take
 * @param rate on capacity and policer; queues given in ms keep their ms
 */
public record Factors(double delay, double badTime, double loss, double rate) {
    public static final Factors ONE = new Factors(1, 1, 1, 1);
    static final double MIN = 0.01;
    static final double MAX = 100;
    /** A channel that is bad almost always is no channel with bad times any more. */
    static final double MAX_SHARE_OF_BAD = 0.8;

    double loss(double p) {
        return Math.min(1, p * loss);
    }

    double lossWithin(double p, double lossInBad) {
        return Math.max(p, Math.min(p * loss, MAX_SHARE_OF_BAD * lossInBad));
    }

    long delayNs(double ms) {
        return Math.round(ms * 1e6 * delay);
    }

    long rateBps(double kbps) {
        return Math.round(kbps * 1e3 * rate);
    }
}
