package io.steadycast.netsim.link;

import io.steadycast.netsim.link.spec.CrossTraffic;
import java.util.ArrayList;
import java.util.List;

/** Confined to its link. Everybody else in the same queue. Their packets have negative flows, by which they find back to their sender. */
final class CrossTraffics implements Timeline.CrossListener {
    /** Senders at once; more are not begun, and counted. */
    private static final int MAX_SOURCES = 256;

    private final long seed;
    private final PacketPool pool;
    private final LinkCounters counters;
    private final Entrance entrance;
    private final List<Sender> senders = new ArrayList<>();
    private int begun;
    private long refused;

    /** Where their packets enter. */
    interface Entrance {
        void enqueue(long nowNs, int node);
    }

    private final class Sender implements CrossSource.Out {
        private final CrossSource source;
        private final int flow;
        private boolean ended;
        private int inside;

        Sender(CrossSource source, int flow) {
            this.source = source;
            this.flow = flow;
        }

        @Override
        public void send(long nowNs, int lengthBytes) {
            counters.crossOffered++;
            int node = pool.take();
            if (node == PacketPool.NONE) {
                counters.crossDropped++;
                source.dropped(nowNs);
                return;
            }
            inside++;
            pool.lengthBytes[node] = lengthBytes;
            pool.flow[node] = flow;
            pool.inNs[node] = nowNs;
            pool.state[node] = 0;
            entrance.enqueue(nowNs, node);
        }

        long nextNs() {
            return ended ? Long.MAX_VALUE : source.nextNs();
        }
    }

    CrossTraffics(long seed, PacketPool pool, LinkCounters counters, Entrance entrance) {
        this.seed = seed;
        this.pool = pool;
        this.counters = counters;
        this.entrance = entrance;
    }

    static boolean is(int flow) {
        return flow < 0;
    }

    @Override
    public void begin(long nowNs, CrossTraffic traffic) {
        senders.removeIf(sender -> sender.ended && sender.inside == 0);
        int count = traffic instanceof CrossTraffic.Cubic cubic ? cubic.flows() : 1;
        for (int i = 0; i < count; i++) {
            if (senders.size() >= MAX_SOURCES) {
                refused++;
                continue;
            }
            begun++;
            Draws draws = Draws.of(seed, Draws.Purpose.CROSS, begun);
            CrossSource source = switch (traffic) {
                case CrossTraffic.Cubic cubic -> new CubicFlow(cubic, nowNs);
                case CrossTraffic.ConstantRate constant -> new CrossSource.Constant(constant, nowNs);
                case CrossTraffic.WebBursts web -> new CrossSource.Web(web, nowNs, draws);
            };
            senders.add(new Sender(source, -begun));
        }
    }

    @Override
    public void end(long nowNs, CrossTraffic traffic) {
        int left = traffic instanceof CrossTraffic.Cubic cubic ? cubic.flows() : 1;
        for (Sender sender : senders) {
            if (left > 0 && !sender.ended && sender.source.spec().equals(traffic)) {
                sender.ended = true;
                left--;
            }
        }
    }

    long nextNs() {
        long next = Long.MAX_VALUE;
        for (Sender sender : senders) {
            next = Math.min(next, sender.nextNs());
        }
        return next;
    }

    void run(long nowNs) {
        for (Sender sender : senders) {
            while (sender.nextNs() <= nowNs) {
                sender.source.run(nowNs, sender);
            }
        }
    }

    void served(long nowNs, int node) {
        counters.crossServed++;
        counters.crossServedBytes += pool.lengthBytes[node];
        Sender sender = find(pool.flow[node]);
        sender.inside--;
        sender.source.served(nowNs);
        pool.give(node);
    }

    void dropped(long nowNs, int node) {
        counters.crossDropped++;
        Sender sender = find(pool.flow[node]);
        sender.inside--;
        sender.source.dropped(nowNs);
        pool.give(node);
    }

    private Sender find(int flow) {
        for (Sender sender : senders) {
            if (sender.flow == flow) {
                return sender;
            }
        }
        throw new IllegalStateException("no sender of flow " + flow);
    }

    /** Senders that did not fit. */
    long refused() {
        return refused;
    }
}
