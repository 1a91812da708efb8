package io.steadycast.netsim.trace;

import java.util.Arrays;

/** Immutable. Moments at which up to {@code grantBytes} may leave, repeated every {@code periodNs}. */
public final class Opportunities {
    private final long[] atNs;
    private final long periodNs;
    private final int grantBytes;

    /** @param atNs ascending, equal stamps allowed, within [0, periodNs] */
    public Opportunities(long[] atNs, long periodNs, int grantBytes) {
        this.atNs = atNs.clone();
        this.periodNs = periodNs;
        this.grantBytes = grantBytes;
        if (atNs.length == 0 || periodNs <= 0 || atNs[atNs.length - 1] > periodNs) {
            throw new IllegalArgumentException("no opportunities, or outside the period");
        }
    }

    public int count() {
        return atNs.length;
    }

    public long atNs(int index) {
        return atNs[index];
    }

    public long[] toArray() {
        return atNs.clone();
    }

    public long periodNs() {
        return periodNs;
    }

    public int grantBytes() {
        return grantBytes;
    }

    public double meanBps() {
        return atNs.length * 8e9 * grantBytes / periodNs;
    }

    /** The longest time without an opportunity, the seam of the loop included. */
    public long longestGapNs() {
        long longest = atNs[0] + periodNs - atNs[atNs.length - 1];
        for (int i = 1; i < atNs.length; i++) {
            longest = Math.max(longest, atNs[i] - atNs[i - 1]);
        }
        return longest;
    }

    /** The share of the time that lies in gaps longer than this. */
    public double shareInGaps(long longerThanNs) {
        long seamNs = atNs[0] + periodNs - atNs[atNs.length - 1];
        long sum = seamNs > longerThanNs ? seamNs : 0;
        for (int i = 1; i < atNs.length; i++) {
            long gapNs = atNs[i] - atNs[i - 1];
            sum += gapNs > longerThanNs ? gapNs : 0;
        }
        return (double) sum / periodNs;
    }

    /** Bits per second over whole bins. */
    public Steps rateBps(long binNs) {
        double[] bits = new double[(int) Math.max(1, periodNs / binNs)];
        for (long at : atNs) {
            int bin = (int) (at / binNs);
            if (bin < bits.length) {
                bits[bin] += 8.0 * grantBytes;
            }
        }
        double perBin = 1e9 / Math.min(binNs, periodNs);
        Steps.Builder steps = new Steps.Builder();
        Arrays.stream(bits).forEach(b -> steps.add(b * perBin, Math.min(binNs, periodNs)));
        return steps.build();
    }

    /** Faster or slower by a factor: the same moments nearer together would change the gaps, so moments are repeated or left out evenly. */
    public Opportunities scaled(double factor) {
        long kept = Math.max(1, Math.round(atNs.length * factor));
        if (kept > TraceLimits.MAX_SAMPLES) {
            throw new IllegalArgumentException("more than " + TraceLimits.MAX_SAMPLES + " opportunities");
        }
        long[] result = new long[(int) kept];
        for (int i = 0; i < result.length; i++) {
            result[i] = atNs[(int) Math.min(atNs.length - 1L, (long) (i / factor))];
        }
        return new Opportunities(result, periodNs, grantBytes);
    }
}
