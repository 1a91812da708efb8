package io.steadycast.netsim.link.spec;

/** A length of time that is drawn anew each time: uniform between both ends, which may be equal. */
public record Span(long minNs, long maxNs) {
    /** From now on. */
    public static final Span FOREVER = new Span(Long.MAX_VALUE, Long.MAX_VALUE);

    public Span {
        if (minNs != Long.MAX_VALUE || maxNs != Long.MAX_VALUE) {
            Check.range("span.minNs", minNs, 0, 366 * Check.DAY_NS);
            Check.range("span.maxNs", maxNs, 0, 366 * Check.DAY_NS);
            Check.ascending("span.minNs", minNs, "span.maxNs", maxNs);
        }
    }

    public static Span ofNs(long ns) {
        return new Span(ns, ns);
    }

    public static Span ofMs(long ms) {
        return ofNs(ms * 1_000_000L);
    }

    public static Span ofMs(long minMs, long maxMs) {
        return new Span(minMs * 1_000_000L, maxMs * 1_000_000L);
    }

    public boolean forever() {
        return minNs == Long.MAX_VALUE;
    }
}
