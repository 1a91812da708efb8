package io.steadycast.media.engine;

/** Work for a shard's loop, handed over by {@link Shard#execute} from any thread. */
@FunctionalInterface
public interface Command {
    void run(Shard shard, long nowNs);
}
