package io.steadycast.netsim.link.spec;

/**
 * Wi-Fi's habit of holding everything for a while and then releasing it in order, with no loss (Huitema 2023: 1.8 a minute of more than 100 ms).
 *
 * @param perMinute on average, Poisson; 0 for none
 * @param hold how long
 */
public record Stalls(double perMinute, Span hold) {
    public static final Stalls NONE = new Stalls(0, Span.ofNs(0));

    public Stalls {
        Check.range("stalls.perMinute", perMinute, 0, 600);
        Check.that(!hold.forever(), "stalls.hold is forever, legal is at most 60 s");
        Check.delay("stalls.hold.maxNs", hold.maxNs());
    }
}
