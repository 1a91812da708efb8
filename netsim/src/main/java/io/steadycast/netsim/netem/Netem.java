package io.steadycast.netsim.netem;

import org.jspecify.annotations.Nullable;

/**
 * Immutable. What a line of {@code tc qdisc add ... netem} asks for, in tc's own words (iproute2's tc/q_netem.c, the kernel's net/sched/sch_netem.c). Probabilities are
 * shares, 0 to 1.
 *
 * @param limitPackets what may be in the qdisc, packets that are only delayed included
 * @param slot null: none
 * @param seed null: none was given
 */
record Netem(
        int limitPackets,
        Delay delay,
        Loss loss,
        boolean ecn,
        Chance corrupt,
        Chance duplicate,
        Reorder reorder,
        Rate rate,
        @Nullable Slot slot,
        @Nullable Long seed) {
    static final int DEFAULT_LIMIT_PACKETS = 1_000;
    /** What the kernel counts of a packet before IP: the header of Ethernet, on loopback as well. */
    static final int ETHERNET_BYTES = 14;

    static final Netem NOTHING = new Netem(
            DEFAULT_LIMIT_PACKETS,
            new Delay(0, 0, 0, ""),
            new Loss.None(),
            false,
            Chance.NONE,
            Chance.NONE,
            new Reorder(0, 0, 0),
            new Rate(0, 0, 0, 0),
            null,
            null);

    /** @param distribution a table's name; empty is tc's default, uniform */
    record Delay(long delayNs, long jitterNs, double correlation, String distribution) {}

    record Chance(double p, double correlation) {
        static final Chance NONE = new Chance(0, 0);
    }

    /** @param gap only one of so many may be sent early; 0: nothing is reordered, unless {@code p} is there */
    record Reorder(double p, double correlation, int gap) {}

    /** @param cellBytes 0: no cells */
    record Rate(long bps, int overheadBytes, int cellBytes, int cellOverheadBytes) {}

    /**
     * Between two slots nothing leaves.
     *
     * @param distribution empty: uniform between {@code firstNs} and {@code secondNs}; else they are mean and jitter
     * @param packets that leave in a slot; 0 for no bound
     */
    record Slot(long firstNs, long secondNs, String distribution, int packets, long bytes) {}

    sealed interface Loss {
        record None() implements Loss {}

        record Random(double p, double correlation) implements Loss {}

        /** Four states: p13, p31 between good and burst, p32 and p23 to good times inside a burst, p14 for single losses. */
        record State(double p13, double p31, double p32, double p23, double p14) implements Loss {}

        /** Gilbert-Elliott in packets: good to bad, bad to good, loss in bad (1-h), loss in good (1-k). */
        record Gemodel(double p, double r, double lossInBad, double lossInGood) implements Loss {}
    }
}
