package io.steadycast.netsim.link.spec;

import java.util.Arrays;

/** Immutable. Moments that never fall, without a box around each: a trace has millions. */
public final class Stamps {
    private final long[] atNs;

    private Stamps(long[] atNs) {
        this.atNs = atNs;
        for (int i = 0; i < atNs.length; i++) {
            Check.range("stamp " + i + " in ns", atNs[i], i == 0 ? 0 : atNs[i - 1], 366 * Check.DAY_NS);
        }
    }

    public static Stamps ofNs(long... atNs) {
        return new Stamps(atNs.clone());
    }

    /** Mahimahi's unit. */
    public static Stamps ofMs(long... atMs) {
        long[] atNs = new long[atMs.length];
        for (int i = 0; i < atMs.length; i++) {
            atNs[i] = Math.multiplyExact(atMs[i], 1_000_000L);
        }
        return new Stamps(atNs);
    }

    public int count() {
        return atNs.length;
    }

    public long atNs(int index) {
        return atNs[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stamps stamps && Arrays.equals(atNs, stamps.atNs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(atNs);
    }

    @Override
    public String toString() {
        return atNs.length + " stamps" + (atNs.length == 0 ? "" : " to " + atNs[atNs.length - 1] + " ns");
    }
}
