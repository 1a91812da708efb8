package io.steadycast.netsim.profile;

import io.steadycast.netsim.link.spec.BaseDelay;
import io.steadycast.netsim.link.spec.CrossTraffic;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.PathSpec;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.netsim.link.spec.TimedEvent;
import io.steadycast.netsim.link.spec.TimedEvent.When;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confined to one reading. The list of events: when, to which direction, what. */
final class EventReader {
    private static final List<String> KINDS = List.of(
            "outage",
            "blackhole",
            "handover",
            "base_delay_step",
            "rate_factor",
            "rate_step",
            "loss_for",
            "nat_rebinding",
            "mtu",
            "udp_blocked",
            "flow_cut",
            "cross");
    private static final List<String> TIMES = List.of("at_s", "every_s", "poisson_s", "on_epoch");
    private static final Legal INTERVAL_S = Legal.of(0.001, 31_622_400, "s");
    private static final Happening NOTHING = new Happening.RateFactor(1, Span.ofNs(0));

    private final Factors factors;

    EventReader(Factors factors) {
        this.factors = factors;
    }

    PathSpec events(Section root, PathSpec path) {
        List<TimedEvent> events = new ArrayList<>();
        for (Section section : root.sections("events")) {
            When when = when(section);
            double probability = section.numberOr("probability", 1, Legal.PROBABILITY);
            Direction direction = section.choiceOr("direction", Direction.BOTH, List.of(Direction.values()));
            Happening what = what(section);
            section.close();
            events.add(new TimedEvent(when, probability, direction, what));
            if (when instanceof When.OnEpoch && !(path.baseDelay() instanceof BaseDelay.Epoch)) {
                section.problem("on_epoch", "only with base.epoch");
            }
        }
        return root.make(() -> path.withEvents(events.toArray(TimedEvent[]::new)), path);
    }

    private static When when(Section section) {
        String given = only(section, TIMES);
        return switch (given == null ? "" : given) {
            case "at_s" -> new When.At(ns(section.number("at_s", Legal.SECONDS)));
            case "every_s" -> every(section);
            case "poisson_s" -> new When.Poisson(ns(section.number("poisson_s", INTERVAL_S)));
            case "on_epoch" -> {
                if (!section.flagOr("on_epoch", true)) {
                    section.problem("on_epoch", "true");
                }
                yield new When.OnEpoch();
            }
            default -> new When.At(0);
        };
    }

    private static When every(Section section) {
        double everyS = section.number("every_s", INTERVAL_S);
        double jitterS = section.numberOr("jitter_s", 0, Legal.SECONDS);
        double firstS = section.numberOr("first_s", everyS, Legal.SECONDS);
        return section.make(() -> new When.Every(ns(firstS), ns(everyS), ns(jitterS)), new When.At(0));
    }

    private static @Nullable String only(Section section, List<String> keys) {
        String found = null;
        int count = 0;
        for (String key : keys) {
            if (section.has(key)) {
                found = key;
                count++;
            }
        }
        if (count != 1) {
            section.problem(found == null ? keys.getFirst() : found, "one of " + String.join(", ", keys));
            return null;
        }
        return found;
    }

    private Happening what(Section event) {
        String kind = only(event, KINDS);
        Section section = kind == null ? null : event.section(kind);
        if (kind == null || section == null) {
            return NOTHING;
        }
        Happening what = section.make(() -> happening(kind, section), NOTHING);
        section.close();
        return what;
    }

    private Happening happening(String kind, Section section) {
        return switch (kind) {
            case "outage" -> new Happening.Outage(scaledLength(section));
            case "blackhole" -> new Happening.Blackhole(scaledLength(section));
            case "handover" ->
                new Happening.Handover(
                        hold(section), factors.loss(section.numberOr("lost_share", 0, Legal.PROBABILITY)));
            case "base_delay_step" ->
                new Happening.BaseDelayStep(
                        PathReader.ns(section.number("delta_ms", Legal.of(-60_000, 60_000, "ms"))),
                        section.flagOr("either_sign", false),
                        length(section));
            case "rate_factor" ->
                new Happening.RateFactor(section.number("factor", Legal.of(0, 100, "")), length(section));
            case "rate_step" ->
                new Happening.RateStep(factors.rateBps(section.number("kbps", Legal.KBPS)), length(section));
            case "loss_for" ->
                new Happening.LossFor(factors.loss(section.number("p", Legal.PROBABILITY)), length(section));
            case "nat_rebinding" -> new Happening.NatRebinding(section.flagOr("new_address", false));
            case "mtu" ->
                new Happening.Mtu(
                        section.integerOr("bytes", 0, Legal.of(0, PathSpec.MAX_MTU_BYTES, "bytes")), length(section));
            case "udp_blocked" -> new Happening.UdpBlocked(length(section));
            case "flow_cut" ->
                new Happening.FlowCut(
                        (long) section.numberOr(
                                "after_bytes", 0, Legal.of(0, 1e12, "bytes").whole()),
                        (long) section.numberOr(
                                "after_packets", 0, Legal.of(0, 1e9, "packets").whole()),
                        length(section));
            default -> new Happening.Cross(cross(section), length(section));
        };
    }

    private static CrossTraffic cross(Section section) {
        String kind = only(section, List.of("cubic", "constant", "web"));
        Section inner = kind == null ? null : section.section(kind);
        if (kind == null || inner == null) {
            return new CrossTraffic.Cubic(1, 100_000_000);
        }
        CrossTraffic traffic = inner.make(() -> traffic(kind, inner), new CrossTraffic.Cubic(1, 100_000_000));
        inner.close();
        return traffic;
    }

    private static CrossTraffic traffic(String kind, Section section) {
        return switch (kind) {
            case "cubic" ->
                new CrossTraffic.Cubic(
                        section.integerOr("flows", 1, Legal.of(1, 64, "")),
                        PathReader.ns(section.number("rtt_ms", Legal.of(1, 60_000, "ms"))));
            case "constant" ->
                new CrossTraffic.ConstantRate(
                        Math.round(section.number("kbps", Legal.of(1, 100_000_000, "kbit/s")) * 1e3),
                        section.integerOr("packet_bytes", 1_200, Legal.of(40, 65_535, "bytes")));
            default ->
                new CrossTraffic.WebBursts(
                        PathReader.ns(section.number("pause_ms", Legal.of(1, 86_400_000, "ms"))),
                        (long) section.numberOr(
                                "min_bytes", 50_000, Legal.of(100, 1e9, "bytes").whole()),
                        (long) section.numberOr(
                                "max_bytes",
                                500_000,
                                Legal.of(100, 1e10, "bytes").whole()),
                        section.numberOr("shape", 1.2, Legal.of(0.1, 10, "")),
                        Math.round(section.number("burst_kbps", Legal.of(1, 100_000_000, "kbit/s")) * 1e3));
        };
    }

    private Span hold(Section section) {
        double[] ms = section.pair("hold_ms", Legal.DELAY_MS);
        return new Span(factors.delayNs(ms[0]), factors.delayNs(ms[1]));
    }

    private Span scaledLength(Section section) {
        Span span = length(section);
        return span.forever()
                ? span
                : new Span(Math.round(span.minNs() * factors.delay()), Math.round(span.maxNs() * factors.delay()));
    }

    /** Without {@code length_s}: from then on. */
    private static Span length(Section section) {
        if (!section.has("length_s")) {
            return Span.FOREVER;
        }
        double[] seconds = section.pair("length_s", Legal.SECONDS);
        return new Span(ns(seconds[0]), ns(seconds[1]));
    }

    private static long ns(double seconds) {
        return Math.round(seconds * 1e9);
    }
}
