package io.steadycast.netsim.sim;

import io.steadycast.netsim.endpoint.Endpoint;
import io.steadycast.netsim.link.Link;
import io.steadycast.netsim.link.LinkConfig;

/** Confined to its simulation. The two links between an endpoint and its shard, and the endpoint's timers. */
public final class Path {
    final int number;
    final int shard;
    final Endpoint endpoint;
    final Link<byte[]> up;
    final Link<byte[]> down;
    final EventLoop.Slot upSlot;
    final EventLoop.Slot downSlot;
    final EventLoop.Slot timerSlot;

    /** What runs when something reaches an end. */
    interface Arrival {
        void run(long nowNs, byte[] datagram);
    }

    /** A link's far end. */
    private record Delivery(Link<byte[]> link, Arrival arrival) implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return link.nextEventAt();
        }

        @Override
        public void run(long nowNs) {
            byte[] datagram = link.poll(nowNs);
            if (datagram != null) {
                arrival.run(nowNs, datagram);
            }
        }
    }

    /** An endpoint's own timers. */
    private record Timer(Endpoint endpoint) implements EventLoop.Actor {
        @Override
        public long dueAt() {
            return endpoint.nextTimerAt();
        }

        @Override
        public void run(long nowNs) {
            endpoint.onTimer(nowNs);
        }
    }

    /** Who is at the ends. */
    record Ends(int number, int shard, Endpoint endpoint, Arrival atServer, Arrival atEndpoint) {}

    Path(long seed, Ends ends, LinkConfig upConfig, LinkConfig downConfig) {
        this.number = ends.number();
        this.shard = ends.shard();
        this.endpoint = ends.endpoint();
        this.up = new Link<>(seed, upConfig);
        this.down = new Link<>(seed ^ 0x5DEECE66DL, downConfig);
        this.upSlot = new EventLoop.Slot(new Delivery(up, ends.atServer()));
        this.downSlot = new EventLoop.Slot(new Delivery(down, ends.atEndpoint()));
        this.timerSlot = new EventLoop.Slot(new Timer(endpoint));
    }

    public Link<byte[]> up() {
        return up;
    }

    public Link<byte[]> down() {
        return down;
    }
}
