package io.steadycast.netsim.emulate;

import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run is remembered by.
 *
 * @param reproduce the command line that makes it again: the same channels, while the traffic is what clients send
 */
public record EmulationReport(Instant from, Instant to, String reproduce, EmulatorState state, Audit audit) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    public static EmulationReport of(Emulator emulator, Instant from, String reproduce) {
        return new EmulationReport(from, Instant.now(), reproduce, emulator.state(), emulator.audit());
    }

    public String json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("report", "steadycast netsim link");
        node.put("stamp", state.trust().stamp().name());
        node.put("from", from.toString());
        node.put("to", to.toString());
        node.put("reproduce", reproduce);
        node.putArray("notEmulated").add("ICE over TCP").add("TURN");
        node.setAll(StateJson.of(state));
        node.set("audit", StateJson.of(audit.entries()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    }
}
