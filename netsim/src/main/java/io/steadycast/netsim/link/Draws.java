package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Span;
import java.util.SplittableRandom;

/**
 * Confined to its process. One stream of random numbers for one purpose: what one process draws never shifts another. {@link StrictMath} only, so that every machine
 * draws the same.
 */
final class Draws {
    /** What a stream is for; a place in this list is part of what makes a run repeatable, so new ones go to the end. */
    enum Purpose {
        LOSS,
        ENTRY_LOSS,
        FADING_TIMES,
        FADING_LOSS,
        RATE,
        GRANT_JITTER,
        START_OFFSET,
        EXCESS,
        STALLS,
        BASE_DELAY,
        EVENT,
        EVENT_LOSS,
        HELD_LOSS,
        REORDER,
        DUPLICATE,
        CORRUPT,
        CROSS,
        LIVE;

        @SuppressWarnings("EnumOrdinal") // the order is fixed, as told above
        int number() {
            return ordinal();
        }
    }

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;
    private double spare = Double.NaN;

    private Draws(SplittableRandom random) {
        this.random = random;
    }

    static Draws of(long seed, Purpose purpose, int index) {
        return new Draws(new SplittableRandom(mix(seed + mix(GOLDEN * (1 + purpose.number() * 4_096L + index)))));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014). */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    double uniform() {
        return random.nextDouble();
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Inclusive at both ends. */
    long between(long min, long max) {
        return min == max ? min : random.nextLong(min, max + 1);
    }

    /** At least 1 ns. */
    long exponentialNs(double meanNs) {
        double ns = -meanNs * StrictMath.log(1 - random.nextDouble());
        return ns >= Long.MAX_VALUE / 4.0 ? Long.MAX_VALUE / 4 : Math.max(1, (long) ns);
    }

    long spanNs(Span span) {
        return span.forever() ? Long.MAX_VALUE : between(span.minNs(), span.maxNs());
    }

    /** Marsaglia's polar method: the JDK's own sampler may change between versions. */
    double gaussian() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * random.nextDouble() - 1;
            y = 2 * random.nextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double scale = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * scale;
        return x * scale;
    }
}
