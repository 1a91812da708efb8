package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.Policer;

/** Confined to its link. A policer: tokens are bits times 10^9, so that filling is exact to the nanosecond. */
final class TokenBucket {
    static final long UNITS_PER_BYTE = 8_000_000_000L;

    private final Policer spec;
    private final long fullUnits;
    private long units;
    private long atNs;

    TokenBucket(long nowNs, Policer spec) {
        this.spec = spec;
        this.fullUnits = spec.bucketBytes() * UNITS_PER_BYTE;
        this.units = fullUnits;
        this.atNs = nowNs;
    }

    /** Takes what the packet needs, or nothing. */
    boolean admits(long nowNs, int lengthBytes) {
        if (spec.none()) {
            return true;
        }
        long missing = fullUnits - units;
        long elapsedNs = nowNs - atNs;
        units = elapsedNs > missing / spec.rateBps() ? fullUnits : units + elapsedNs * spec.rateBps();
        atNs = nowNs;
        long need = lengthBytes * UNITS_PER_BYTE;
        if (units < need) {
            return false;
        }
        units -= need;
        return true;
    }
}
