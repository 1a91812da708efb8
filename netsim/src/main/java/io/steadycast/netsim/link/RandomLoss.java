package io.steadycast.netsim.link;

import java.util.SplittableRandom;

/** Confined to its link. Loses packets independently of each other; the same seed loses the same ones. */
public final class RandomLoss {
    private final SplittableRandom random;
    private double probability;

    public RandomLoss(long seed, double probability) {
        this.random = new SplittableRandom(seed);
        this.probability = checked(probability);
    }

    /** Takes effect from the next packet on; the random sequence goes on where it was. */
    public void probability(double probability) {
        this.probability = checked(probability);
    }

    /** Decides over the next packet. Draws once whatever the probability is, so that changing it shifts nothing later. */
    public boolean loses() {
        return random.nextDouble() < probability;
    }

    private static double checked(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("loss probability " + probability);
        }
        return probability;
    }
}
