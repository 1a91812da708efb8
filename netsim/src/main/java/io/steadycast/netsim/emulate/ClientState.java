package io.steadycast.netsim.emulate;

import io.steadycast.netsim.link.spec.PathSpec;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A client at a moment.
 *
 * @param forNs since it came
 * @param ports source ports that the server has seen of it
 * @param spec what its path was last told to be, also while the impairment is off
 */
public record ClientState(
        int id,
        InetSocketAddress address,
        String profile,
        long seed,
        long forNs,
        int ports,
        PathSpec spec,
        Way up,
        Way down) {

    /**
     * One direction.
     *
     * @param drops by cause, those of the path; the emulator's own are elsewhere
     * @param queuedPackets waiting for the server of the link, not those in propagation
     */
    public record Way(DirectionMeter.Flow flow, Map<String, Long> drops, int queuedPackets, long queuedBytes) {
        public Way {
            drops = Map.copyOf(drops);
        }

        public long dropped() {
            return drops.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static ClientState of(ClientPath client, long nowNs) {
        return new ClientState(
                client.id,
                client.address,
                client.wanted.name(),
                client.seed,
                nowNs - client.sinceNs,
                client.ports,
                client.wanted.spec(),
                way(client, true),
                way(client, false));
    }

    private static Way way(ClientPath client, boolean up) {
        return new Way(
                client.meter(up).flow(),
                client.path.drops(up),
                client.path.queuedPackets(up),
                client.path.queuedBytes(up));
    }
}
