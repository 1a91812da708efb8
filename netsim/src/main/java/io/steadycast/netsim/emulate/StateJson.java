package io.steadycast.netsim.emulate;

import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Stateless. The emulator's state as JSON, the same in reports and to the page. Bytes are UDP payload, times milliseconds. */
public final class StateJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StateJson() {}

    public static ObjectNode of(EmulatorState state) {
        ObjectNode node = NODES.objectNode();
        node.put("forMs", ms(state.forNs()));
        node.put("active", state.active());
        if (state.autoOffLeftNs() >= 0) {
            node.put("autoOffLeftMs", ms(state.autoOffLeftNs()));
        }
        node.put("profiles", state.profiles());
        ArrayNode clients = node.putArray("clients");
        state.clients().forEach(client -> clients.add(client(client)));
        node.put("forgottenClients", state.forgottenClients());
        node.set("harness", harness(state.harness()));
        node.put("stamp", state.trust().stamp().name());
        state.trust().reasons().forEach(node.putArray("reasons")::add);
        return node;
    }

    private static ObjectNode harness(EmulatorState.Harness harness) {
        ObjectNode node = NODES.objectNode();
        ObjectNode late = node.putObject("latenessMs");
        late.put("releases", harness.lateness().releases());
        late.put("p50", ms(harness.lateness().p50Ns()));
        late.put("p99", ms(harness.lateness().p99Ns()));
        late.put("p999", ms(harness.lateness().p999Ns()));
        late.put("max", ms(harness.lateness().highestNs()));
        ObjectNode drops = node.putObject("harnessDrops");
        drops.put("kernel", harness.drops().kernel());
        drops.put("noPacket", harness.drops().noPacket());
        drops.put("tooLong", harness.drops().tooLong());
        drops.put("tooManyClients", harness.drops().tooManyClients());
        drops.put("notSent", harness.drops().notSent());
        node.put("longestPauseMs", ms(harness.pauses().longestNs()));
        node.put("urgency", harness.urgency().name());
        node.put("unreachable", harness.unreachable());
        node.put("oldPortPackets", harness.oldPortPackets());
        return node;
    }

    private static ObjectNode client(ClientState client) {
        ObjectNode node = NODES.objectNode();
        node.put("id", client.id());
        node.put("address", Endpoints.text(client.address()));
        node.put("profile", client.profile());
        node.put("seed", client.seed());
        node.put("forMs", ms(client.forNs()));
        node.put("ports", client.ports());
        node.set("up", way(client, true));
        node.set("down", way(client, false));
        return node;
    }

    private static ObjectNode way(ClientState client, boolean up) {
        ClientState.Way way = up ? client.up() : client.down();
        ObjectNode node = NODES.objectNode();
        node.set("configured", configured(Configured.of(client.spec(), up)));
        node.set("achieved", achieved(way, client.forNs()));
        DirectionMeter.Flow flow = way.flow();
        node.put("offeredPackets", flow.offeredPackets());
        node.put("offeredBytes", flow.offeredBytes());
        node.put("deliveredPackets", flow.deliveredPackets());
        node.put("deliveredBytes", flow.deliveredBytes());
        node.put("delaySumMs", ms(flow.delaySumNs()));
        node.put("droppedPackets", way.dropped());
        ObjectNode drops = node.putObject("drops");
        new TreeMap<>(way.drops()).forEach(drops::put);
        node.put("queuedPackets", way.queuedPackets());
        node.put("queuedBytes", way.queuedBytes());
        return node;
    }

    private static ObjectNode configured(Configured configured) {
        ObjectNode node = NODES.objectNode();
        if (configured.rateKbps() >= 0) {
            node.put("rateKbps", configured.rateKbps());
        }
        node.put("lossPercent", configured.lossPercent());
        node.put("delayMs", configured.delayMs());
        node.put("queueBytes", configured.queueBytes());
        node.put("headerBytes", configured.headerBytes());
        return node;
    }

    private static ObjectNode achieved(ClientState.Way way, long forNs) {
        DirectionMeter.Flow flow = way.flow();
        ObjectNode node = NODES.objectNode();
        double seconds = Math.max(forNs, 1) / 1e9;
        node.put("offeredKbps", flow.offeredBytes() * 8e-3 / seconds);
        node.put("deliveredKbps", flow.deliveredBytes() * 8e-3 / seconds);
        long decided = flow.deliveredPackets() + way.dropped();
        node.put("lossPercent", decided == 0 ? 0 : 100.0 * way.dropped() / decided);
        ObjectNode delay = node.putObject("delayMs");
        delay.put("mean", flow.deliveredPackets() == 0 ? 0 : ms(flow.delaySumNs()) / flow.deliveredPackets());
        delay.put("p50", ms(flow.delays().p50Ns()));
        delay.put("p95", ms(flow.delays().p95Ns()));
        delay.put("p99", ms(flow.delays().p99Ns()));
        delay.put("max", ms(flow.delays().maxNs()));
        return node;
    }

    public static ArrayNode of(List<Audit.Entry> entries) {
        ArrayNode array = NODES.arrayNode();
        for (Audit.Entry entry : entries) {
            array.addObject()
                    .put("at", entry.at().toString())
                    .put("who", entry.who())
                    .put("what", entry.what());
        }
        return array;
    }

    /** To a microsecond. */
    private static double ms(long ns) {
        return Math.round(ns / 1e3) / 1e3;
    }
}
