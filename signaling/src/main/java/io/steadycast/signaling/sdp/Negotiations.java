package io.steadycast.signaling.sdp;

import java.util.Map;

/**
 * Immutable. What the operator decides about offers, and what else about those of viewers that ask for another policy than the server's.
 *
 * @param standard of publishers, and of viewers that ask for none
 * @param byPolicy of viewers that ask for one, by its name; empty: nobody may
 */
public record Negotiations(NegotiationPolicy standard, Map<String, NegotiationPolicy> byPolicy) {
    public static final Negotiations DEFAULT = new Negotiations(NegotiationPolicy.DEFAULT, Map.of());

    public Negotiations {
        byPolicy = Map.copyOf(byPolicy);
    }
}
