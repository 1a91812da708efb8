package io.steadycast.netsim.emulate;

import java.util.List;

/**
 * Everything there is to tell at a moment.
 *
 * @param autoOffLeftNs until the impairment ends by itself; -1 for never
 * @param profiles of clients to come
 * @param clients also those who left
 * @param forgottenClients who left and are not in {@code clients}, since there were too many
 */
public record EmulatorState(
        long forNs,
        boolean active,
        long autoOffLeftNs,
        String profiles,
        List<ClientState> clients,
        long forgottenClients,
        Harness harness,
        Trust trust) {
    public EmulatorState {
        clients = List.copyOf(clients);
    }

    /**
     * How the emulator itself does.
     *
     * @param unreachable datagrams that nobody at the server's port took (ICMP)
     * @param oldPortPackets that the server sent to a port from before a rebinding and that were received none the less; no path saw them
     */
    public record Harness(
            Lateness.Figures lateness,
            HarnessDrops.Counts drops,
            PauseWatch.Pauses pauses,
            Urgency urgency,
            long unreachable,
            long oldPortPackets) {}
}
