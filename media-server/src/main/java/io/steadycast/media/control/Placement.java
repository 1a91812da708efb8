package io.steadycast.media.control;

import java.util.Comparator;
import java.util.List;

/** Any thread. Chooses the shard of a new peer; a peer stays there for life. */
public final class Placement {
    private final List<ShardHost> hosts;
    private final boolean apart;

    /** @param apart publishers on the first shard and viewers on the others: a test of the rings between shards */
    public Placement(List<ShardHost> hosts, boolean apart) {
        this.hosts = List.copyOf(hosts);
        this.apart = apart && hosts.size() > 1;
    }

    ShardHost forPublisher() {
        return apart ? hosts.getFirst() : leastLoaded(hosts);
    }

    ShardHost forViewer() {
        return leastLoaded(apart ? hosts.subList(1, hosts.size()) : hosts);
    }

    private static ShardHost leastLoaded(List<ShardHost> among) {
        return among.stream().min(Comparator.comparingInt(ShardHost::load)).orElseThrow();
    }
}
