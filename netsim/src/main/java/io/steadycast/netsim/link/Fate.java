package io.steadycast.netsim.link;

/** What became of a packet. All but the first are drops, in the order of the stages. The ground-truth log writes ordinals: new ones go to the end. */
public enum Fate {
    DELIVERED,
    /** An event swallowed it at the entrance. */
    BLACKHOLE,
    /** No tokens. */
    POLICED,
    /** Lost before the queue. */
    ENTRY_LOSS,
    /** No room in bytes or packets. */
    QUEUE_FULL,
    /** CoDel's doing. */
    QUEUE_AQM,
    /** Lost on the channel, after the server. */
    LOST,
    /** Held at a handover and not handed over. */
    HANDOVER,
    /** Damaged; the receiver's UDP checksum refuses it. */
    CORRUPTED,
    UDP_BLOCKED,
    MTU,
    FLOW_CUT,
    /** The translator has no such mapping any more, or its filter refuses. */
    NAT,
    /** More in propagation than the model holds: a bound of ours, not of any link. */
    LINE_FULL;

    private static final Fate[] ALL = values();

    public boolean dropped() {
        return this != DELIVERED;
    }

    /** What the ground-truth log writes. */
    @SuppressWarnings("EnumOrdinal") // the order is fixed, as told above
    public int code() {
        return ordinal();
    }

    public static Fate of(int code) {
        return ALL[code];
    }

    public static int count() {
        return ALL.length;
    }
}
