package io.steadycast.netsim.sim;

import io.steadycast.media.engine.ShardConfig;

/**
 * What is simulated.
 *
 * @param seed of everything that is random
 * @param shards of the server
 * @param shard bounds of each
 * @param trackSlots packets that each encoding's log holds; 0 for the usual number
 * @param wakeDelayNs until a woken shard looks; a loop that is busy elsewhere
 */
public record SimulationConfig(long seed, int shards, ShardConfig shard, int trackSlots, long wakeDelayNs) {
    public static SimulationConfig of(long seed, int shards) {
        return new SimulationConfig(seed, shards, ShardConfig.defaults(), 0, 0);
    }

    public SimulationConfig withShard(ShardConfig newShard) {
        return new SimulationConfig(seed, shards, newShard, trackSlots, wakeDelayNs);
    }

    public SimulationConfig withTrackSlots(int slots) {
        return new SimulationConfig(seed, shards, shard, slots, wakeDelayNs);
    }

    public SimulationConfig withWakeDelay(long delayNs) {
        return new SimulationConfig(seed, shards, shard, trackSlots, delayNs);
    }
}
