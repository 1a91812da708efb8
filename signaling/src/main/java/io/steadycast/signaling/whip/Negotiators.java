package io.steadycast.signaling.whip;

import io.steadycast.signaling.http.ProblemException;
import io.steadycast.signaling.sdp.Negotiations;
import io.steadycast.signaling.sdp.Negotiator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Immutable. Who negotiates with whom: viewers may ask for a policy by name where the operator lets them, and are offered no more than it sends. */
public final class Negotiators {
    private final Negotiator standard;
    private final SortedMap<String, Negotiator> byPolicy = new TreeMap<>();

    public Negotiators(Negotiations negotiations) {
        standard = new Negotiator(negotiations.standard());
        negotiations.byPolicy().forEach((name, policy) -> byPolicy.put(name, new Negotiator(policy)));
    }

    Negotiator forPublisher() {
        return standard;
    }

    /** {@code policy}: what the viewer asked for. */
    Negotiator forViewer(Optional<String> policy) throws ProblemException {
        if (policy.isEmpty()) {
            return standard;
        }
        if (byPolicy.isEmpty()) {
            throw new ProblemException(
                    403,
                    "policy",
                    "No choice of policy",
                    "This server lets no viewer choose by which policy it is steered (media.policy-by-viewer).");
        }
        Negotiator chosen = byPolicy.get(policy.get());
        if (chosen == null) {
            String names = String.join(", ", byPolicy.keySet());
            throw new ProblemException(
                    400, "policy", "No such policy", "A viewer's policy must be one of " + names + ".");
        }
        return chosen;
    }
}
