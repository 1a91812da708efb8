package io.steadycast.netsim.policy;

import io.steadycast.abr.control.StreamPlan;
import java.util.List;

/** Any thread. The policies that exist, by name. */
public final class Policies {
    private static final String FIXED = "nack";
    private static final String FIXED_DESCRIPTION =
            "retransmission on request, no estimate; the highest layer, or nack:RANK or nack:RANK:TEMPORAL for a fixed one";

    private static final List<Policy> ALL = List.of(fixed(FIXED, StreamPlan.TOP, StreamPlan.ALL_TEMPORAL));

    private Policies() {}

    public static List<Policy> all() {
        return ALL;
    }

    /**
     * Finds a policy.
     *
     * @throws IllegalArgumentException if there is none of this name; the message names those that there are
     */
    public static Policy byName(String name) {
        if (name.startsWith(FIXED + ":")) {
            return fixedByName(name);
        }
        for (Policy policy : ALL) {
            if (policy.name().equals(name)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("no policy '" + name + "'; there are " + names());
    }

    private static String names() {
        return String.join(", ", ALL.stream().map(Policy::name).toList()) + ", nack:RANK, nack:RANK:TEMPORAL";
    }

    private static Policy fixedByName(String name) {
        String[] parts = name.split(":", -1);
        if (parts.length > 3) {
            throw new IllegalArgumentException("policy '" + name + "': nack:RANK or nack:RANK:TEMPORAL");
        }
        int rung = layer(name, parts[1]);
        return fixed(name, rung, parts.length < 3 ? StreamPlan.ALL_TEMPORAL : layer(name, parts[2]));
    }

    private static int layer(String name, String text) {
        if (text.length() != 1 || text.charAt(0) < '0' || text.charAt(0) > '7') {
            throw new IllegalArgumentException("policy '" + name + "': a layer is 0 to 7, not '" + text + "'");
        }
        return text.charAt(0) - '0';
    }

    private static Policy fixed(String name, int rung, int temporalId) {
        return new Policy(name, FIXED_DESCRIPTION, false, channel -> (nowNs, view) -> new FixedLayer(rung, temporalId));
    }
}
