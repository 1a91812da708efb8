package io.steadycast.netsim.profile;

import java.util.Locale;

/** What a card states, and a measurement finds. */
public enum Quantity {
    RTT_P50_MS("round trip of probes on the idle path, median"),
    RTT_P95_MS("round trip of probes on the idle path, 95th percentile"),
    LOSS_UP_PCT("probes lost on the way up, the path idle"),
    LOSS_DOWN_PCT("probes lost on the way down, the path idle"),
    RATE_UP_KBPS("what a flow that never rests gets through on the way up, IP and UDP headers included"),
    RATE_DOWN_KBPS("the same on the way down");

    private final String description;

    Quantity(String description) {
        this.description = description;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String description() {
        return description;
    }
}
