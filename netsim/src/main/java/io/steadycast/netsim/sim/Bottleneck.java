package io.steadycast.netsim.sim;

import io.steadycast.netsim.link.Foresight;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.spec.Direction;
import io.steadycast.netsim.link.spec.PathSpec;

/** Confined to its simulation. A way down that several viewers share in front of their own ones: what it lets through goes on over each one's path. */
public final class Bottleneck {
    final EventLoop.Slot slot;
    private final Link<Routed> link;
    private final Onward onward;
    private final Foresight foresight;
    private int watching;

    /** Where a datagram goes on. */
    interface Onward {
        void pass(long nowNs, int path, int mapping, byte[] datagram);
    }

    /** A datagram and where it is going. */
    private static final class Routed {
        private final int path;
        private final int mapping;
        private final byte[] datagram;

        Routed(int path, int mapping, byte[] datagram) {
            this.path = path;
            this.mapping = mapping;
            this.datagram = datagram;
        }
    }

    /** The far end. */
    private final class Exit implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return link.nextEventAt();
        }

        @Override
        public void run(long nowNs) {
            Routed routed = link.poll(nowNs);
            if (routed != null) {
                onward.pass(nowNs, routed.path, routed.mapping, routed.datagram);
            }
        }
    }

    Bottleneck(Link.Start start, PathSpec spec, Onward onward) {
        this.link = new Link<>(start, spec, Direction.DOWN, fate -> {});
        this.onward = onward;
        this.foresight = new Foresight(start, spec, Direction.DOWN);
        this.slot = new EventLoop.Slot(new Exit());
    }

    void offer(long nowNs, int path, int mapping, byte[] datagram) {
        link.offer(nowNs, new Routed(path, mapping, datagram), datagram.length, path);
    }

    /** One viewer more watches through it, or one less. */
    void watching(int change) {
        watching += change;
    }

    /** What one of those that watch now can have, for oracles: an equal share. */
    double shareBps(long fromNs, long toNs) {
        foresight.sharers(watching);
        return foresight.goodputBps(fromNs, toNs) / Math.max(1, watching);
    }

    public Link<?> link() {
        return link;
    }
}
