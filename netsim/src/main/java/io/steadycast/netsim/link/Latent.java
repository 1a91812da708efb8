package io.steadycast.netsim.link;

/**
 * Confined to its process. A hidden standard Gaussian with autocorrelation exp(-dt / tau), as steps of tau / {@value #STEPS_PER_TAU}: a function of seed and time alone,
 * however often it is asked.
 */
final class Latent {
    static final int STEPS_PER_TAU = 16;

    private final Draws draws;
    private final long stepNs;
    private final double keep;
    private final double fresh;
    private double value;
    private long untilNs;

    Latent(long originNs, long tauNs, Draws draws) {
        this.draws = draws;
        this.stepNs = Math.max(1, tauNs / STEPS_PER_TAU);
        this.keep = StrictMath.exp(-(double) stepNs / tauNs);
        this.fresh = StrictMath.sqrt(1 - keep * keep);
        this.value = draws.gaussian();
        // The grid's phase is random, so that processes of one tau do not step together.
        this.untilNs = originNs + 1 + draws.between(0, stepNs - 1);
    }

    /** Times never fall. */
    double at(long nowNs) {
        while (untilNs <= nowNs) {
            value = keep * value + fresh * draws.gaussian();
            untilNs += stepNs;
        }
        return value;
    }

    long untilNs() {
        return untilNs;
    }
}
