package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.NatSpec;
import io.steadycast.netsim.link.spec.NatSpec.Behaviour;
import io.steadycast.netsim.link.spec.PathSpec;
import java.util.List;

/** Confined to one reading. The part of a file that describes the path, at one severity. */
final class PathReader {
    private final Factors factors;
    private final TraceFiles traces;

    PathReader(Factors factors, TraceFiles traces) {
        this.factors = factors;
        this.traces = traces;
    }

    PathSpec path(Section root) {
        DirectionReader directions = new DirectionReader(factors, traces);
        PathSpec bare = PathSpec.PLAIN
                .withBaseDelay(base(root))
                .withDirections(directions.direction(root, "up"), directions.direction(root, "down"))
                .withNat(nat(root))
                .withUdpBlocked(root.flagOr("udp_blocked", false));
        PathSpec bounded = root.has("mtu_bytes")
                ? bare.withMtu(root.integerOr(
                        "mtu_bytes", 0, Legal.of(PathSpec.MIN_MTU_BYTES, PathSpec.MAX_MTU_BYTES, "bytes")))
                : bare;
        PathSpec eventful = new EventReader(factors).events(root, bounded);
        boolean shared = root.flagOr("shared_fading", false);
        return root.make(() -> eventful.withSharedFading(shared), eventful);
    }

    private static BaseDelay base(Section root) {
        Section base = root.section("base");
        if (base == null) {
            return BaseDelay.ZERO;
        }
        BaseDelay delay = BaseDelay.ZERO;
        if (base.has("epoch") && !base.has("rtt_ms")) {
            Section epoch = base.section("epoch");
            delay = epoch == null ? delay : epoch(epoch);
        } else if (base.has("rtt_ms") && !base.has("epoch")) {
            delay = new BaseDelay.Fixed(ns(base.number("rtt_ms", Legal.RTT_MS)));
        } else {
            base.problem("rtt_ms", "either rtt_ms or epoch");
        }
        base.close();
        return delay;
    }

    private static BaseDelay epoch(Section epoch) {
        long periodNs = ns(epoch.number("period_ms", Legal.of(100, 86_400_000, "ms")));
        long phaseNs = ns(epoch.numberOr("phase_ms", 0, Legal.of(0, 86_400_000, "ms")));
        long minNs = ns(epoch.number("min_ms", Legal.RTT_MS));
        long p50Ns = ns(epoch.number("p50_ms", Legal.RTT_MS));
        long maxNs = ns(epoch.number("max_ms", Legal.RTT_MS));
        long stepP50Ns = ns(epoch.number("step_p50_ms", Legal.RTT_MS));
        long stepP90Ns = ns(epoch.number("step_p90_ms", Legal.RTT_MS));
        epoch.close();
        return epoch.make(
                () -> new BaseDelay.Epoch(periodNs, phaseNs, minNs, p50Ns, maxNs, stepP50Ns, stepP90Ns),
                BaseDelay.ZERO);
    }

    private static NatSpec nat(Section root) {
        Section nat = root.section("nat");
        if (nat == null) {
            return NatSpec.NONE;
        }
        List<Behaviour> behaviours = List.of(Behaviour.values());
        Behaviour mapping = nat.choiceOr("mapping", Behaviour.ENDPOINT_INDEPENDENT, behaviours);
        Behaviour filtering = nat.choiceOr("filtering", Behaviour.ENDPOINT_INDEPENDENT, behaviours);
        double idleS = nat.numberOr("idle_timeout_s", 0, Legal.of(0, 86_400, "s, 0 = never"));
        nat.close();
        return new NatSpec(mapping, filtering, ns(idleS * 1e3));
    }

    static long ns(double ms) {
        return Math.round(ms * 1e6);
    }
}
