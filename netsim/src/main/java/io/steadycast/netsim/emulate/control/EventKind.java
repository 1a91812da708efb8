package io.steadycast.netsim.emulate.control;

import io.steadycast.netsim.link.spec.Happening;
import io.steadycast.netsim.link.spec.Span;
import io.steadycast.signaling.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What can be made to happen at once. */
enum EventKind {
    /** Packets wait. */
    OUTAGE("durationMs"),
    /** Packets are dropped. */
    BLACKHOLE("durationMs"),
    HANDOVER("holdMs", "lostPercent"),
    REBIND(),
    DELAY_STEP("deltaRttMs", "durationMs"),
    RATE_FACTOR("factor", "durationMs"),
    LOSS("lossPercent", "durationMs"),
    MTU("mtuBytes", "durationMs"),
    UDP_BLOCKED("durationMs");

    private static final double LONGEST_MS = 3_600_000;
    private static final double LONGEST_HOLD_MS = 60_000;

    private final String keys;

    EventKind(String... keys) {
        this.keys = String.join(",", keys);
    }

    /** What a request has to say, or may, besides the event and its direction. */
    List<String> keys() {
        return keys.isEmpty() ? List.of() : List.of(keys.split(",", -1));
    }

    /** As requests name it: {@code delay-step}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static EventKind of(String key) throws ProblemException {
        List<String> known = new ArrayList<>();
        for (EventKind kind : values()) {
            if (kind.key().equals(key)) {
                return kind;
            }
            known.add(kind.key());
        }
        throw Json.refused("event is \"" + key + "\", legal is " + String.join(", ", known));
    }

    Happening happening(ObjectNode body) throws ProblemException {
        return switch (this) {
            case OUTAGE -> new Happening.Outage(duration(body));
            case BLACKHOLE -> new Happening.Blackhole(duration(body));
            case HANDOVER ->
                new Happening.Handover(
                        ms(Json.number(body, "holdMs", 1, LONGEST_HOLD_MS)),
                        Json.number(body, "lostPercent", 0, 100, 0) / 100);
            case REBIND -> new Happening.NatRebinding(false);
            case DELAY_STEP ->
                new Happening.BaseDelayStep(
                        Math.round(Json.number(body, "deltaRttMs", -LONGEST_HOLD_MS, LONGEST_HOLD_MS) * 1e6),
                        false,
                        durationOrForever(body));
            case RATE_FACTOR -> new Happening.RateFactor(Json.number(body, "factor", 0, 100), durationOrForever(body));
            case LOSS -> new Happening.LossFor(Json.number(body, "lossPercent", 0, 100) / 100, durationOrForever(body));
            case MTU -> new Happening.Mtu((int) Json.number(body, "mtuBytes", 200, 65_535), durationOrForever(body));
            case UDP_BLOCKED -> new Happening.UdpBlocked(durationOrForever(body));
        };
    }

    private static Span duration(ObjectNode body) throws ProblemException {
        return ms(Json.number(body, "durationMs", 1, LONGEST_MS));
    }

    private static Span durationOrForever(ObjectNode body) throws ProblemException {
        return body.has("durationMs") ? duration(body) : Span.FOREVER;
    }

    private static Span ms(double ms) {
        return Span.ofNs(Math.round(ms * 1e6));
    }
}
