package io.steadycast.netsim.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stateless. What viewers and hosts have in common in a report. */
final class SessionJson {
    private static final double MS = 1e6;

    private SessionJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** How the session began and ended. */
    static ObjectNode of(int index, LiveSession session, @Nullable String ended) {
        SessionTimes times = session.times();
        ObjectNode node = object();
        node.put("index", index);
        node.put("error", ended);
        node.put("answeredMs", ms(times.answeredNs()));
        node.put("iceMs", ms(times.nominatedNs()));
        node.put("connectedMs", ms(times.connectedNs()));
        return node;
    }

    static ObjectNode socket(LiveCounters counters) {
        ObjectNode node = object();
        node.put("receivedPackets", counters.receivedPackets());
        node.put("receivedBytes", counters.receivedBytes());
        node.put("sentPackets", counters.sentPackets());
        node.put("sentBytes", counters.sentBytes());
        node.put("sendBufferFull", counters.refused());
        node.put("errors", counters.errors());
        ObjectNode drops = node.putObject("dropped");
        counters.drops().forEach((reason, count) -> drops.put(reason.name().toLowerCase(Locale.ROOT), count));
        return node;
    }

    /** With three decimals; null for what never was. */
    static @Nullable Double ms(long ns) {
        return ns < 0 ? null : Math.round(ns / MS * 1_000) / 1_000.0;
    }
}
