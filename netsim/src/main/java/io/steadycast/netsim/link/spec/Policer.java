package io.steadycast.netsim.link.spec;

/** A token bucket that drops what it has no tokens for; nothing waits. It is full at first, and refills in idle time. */
public record Policer(long rateBps, long bucketBytes) {
    /** Lets everything through. */
    public static final Policer NONE = new Policer(0, 0);

    public Policer {
        Check.rate("policer.rateBps", rateBps);
        Check.range("policer.bucketBytes", bucketBytes, rateBps == 0 ? 0 : 1_600, 1_000_000_000L);
    }

    public boolean none() {
        return rateBps == 0;
    }
}
