package io.steadycast.media.engine;

import io.steadycast.media.engine.transport.CloseReason;
import io.steadycast.media.engine.transport.Datagram;
import io.steadycast.media.engine.transport.DatagramSink;
import io.steadycast.media.engine.transport.DropCounters;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Shards under virtual time, driven in turn, with peers at the other ends of their sinks. A step is a millisecond. */
final class EngineRig {
    static final long MS = 1_000_000L;
    static final long SECOND = 1_000 * MS;

    final ShardMesh mesh;
    final List<Shard> shards = new ArrayList<>();
    final List<RigPeer> peers = new ArrayList<>();
    final DropCounters drops = new DropCounters();
    final List<String> events = new ArrayList<>();
    final List<Throwable> errors = new ArrayList<>();
    final boolean[] stalled;
    boolean toleratesErrors;
    long nowNs;

    EngineRig(int shardCount, ShardConfig config, long seed) {
        System.out.println("seed " + seed);
        mesh = new ShardMesh(shardCount, config.bounds().ring());
        stalled = new boolean[shardCount];
        for (int i = 0; i < shardCount; i++) {
            Sink sink = new Sink();
            shards.add(new Shard(
                    config,
                    mesh,
                    i,
                    new Shard.Environment(sink, drops, new Recorder(), () -> {}, new SplittableRandom(seed + i))));
        }
    }

    static EngineRig of(int shardCount) {
        return new EngineRig(shardCount, ShardConfig.defaults(), 1);
    }

    /** Runs commands at once. */
    void command(int shard, Command command) {
        shards.get(shard).execute(command);
        shards.get(shard).drain(nowNs);
        rethrow();
    }

    void run(long durationNs) {
        long until = nowNs + durationNs;
        while (nowNs < until) {
            nowNs += MS;
            for (RigPeer peer : List.copyOf(peers)) {
                peer.step(nowNs);
            }
            for (Shard shard : shards) {
                if (!stalled[shard.index()]) {
                    shard.drain(nowNs);
                    if (nowNs >= shard.nextTickNs()) {
                        shard.onTick(nowNs);
                    }
                }
            }
        }
        rethrow();
    }

    private void rethrow() {
        if (!errors.isEmpty() && !toleratesErrors) {
            throw new AssertionError("engine failed at " + nowNs, errors.getFirst());
        }
    }

    private final class Sink implements DatagramSink {
        private final Datagram out = Datagram.allocate(Arena.ofAuto());

        @Override
        public @Nullable Datagram claim() {
            return out;
        }

        @Override
        public void send(Datagram claimed) {
            for (RigPeer peer : peers) {
                if (peer.port == claimed.port) {
                    peer.receive(nowNs, claimed);
                    return;
                }
            }
        }
    }

    private final class Recorder implements ShardListener {
        @Override
        public void connected(long peerId) {
            events.add("connected " + peerId);
        }

        @Override
        public void live(long peerId) {
            events.add("live " + peerId);
        }

        @Override
        public void layersChanged(long peerId) {
            events.add("layers " + peerId);
        }

        @Override
        public void closed(long peerId, CloseReason reason) {
            events.add("closed " + peerId + " " + reason);
        }

        @Override
        public void internalError(long peerId, Throwable error) {
            events.add("error " + peerId);
            errors.add(error);
        }
    }
}
